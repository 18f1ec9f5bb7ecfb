import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { refusedWith } from './support/rawSocket.ts';
import { eachTransport, transports } from './support/transports.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    NODE_ENV: 'production',
    SOCKET_QUERIES: 'true',
    ALLOWED_ORIGINS: 'https://shop.example',
    HEADERS_TIMEOUT_MS: '400',
    REQUEST_TIMEOUT_MS: '800',
  });
});
afterAll(() => world.close());

const url = () => `${world.url}/graphql`;
const requestCount = () => Object.values(world.stubs).flatMap(({ requests }) => requests).length;

/** Sends bytes and reads until the gateway closes. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(world.url);
    let reply = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => (reply += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(reply));
  });
}

const body = JSON.stringify({ query: '{ trips { id } }' });
const length = body.length;
const inner = `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
const post = (headers: string, content: string, line = 'POST /graphql HTTP/1.1') =>
  `${line}\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${content}`;
const chunk = `${length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

describe('what a proxy may read otherwise is refused, executes nothing and ends the connection', () => {
  test.each([
    [
      'length and chunks',
      post(`Content-Length: ${length}\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${inner}`),
    ],
    ['chunks and length', post(`Transfer-Encoding: chunked\r\nContent-Length: 4`, `${chunk}${inner}`)],
    ['two lengths', post(`Content-Length: ${length}\r\nContent-Length: 3`, body)],
    ['the same length twice', post(`Content-Length: ${length}\r\nContent-Length: ${length}`, body)],
    ['a list of lengths', post(`Content-Length: ${length}, ${length}`, body)],
    ['a length with a sign', post(`Content-Length: +${length}`, body)],
    ['a negative length', post('Content-Length: -1', body)],
    ['a folded header', post(`X-A: a\r\n b\r\nContent-Length: ${length}`, body)],
    ['folded chunks', post('Transfer-Encoding:\r\n chunked', chunk)],
    ['bare line feeds', post(`Content-Length: ${length}`, body).replaceAll('\r\n', '\n')],
    ['a bare carriage return', post(`X-A: a\rContent-Length: ${length}`, body)],
    ['an unknown transfer encoding', post('Transfer-Encoding: xchunked', chunk)],
    ['identity', post('Transfer-Encoding: identity', body)],
    ['chunks that are not last', post('Transfer-Encoding: chunked, identity', chunk)],
    ['two transfer encodings', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', chunk)],
    ['a chunk size that overflows', post('Transfer-Encoding: chunked', `FFFFFFFFFFFFFFFFFF\r\n${body}`)],
    ['chunks ended by line feeds', post('Transfer-Encoding: chunked', chunk.replaceAll('\r\n', '\n'))],
    ['a chunk longer than it says', post('Transfer-Encoding: chunked', `1\r\n${body}\r\n0\r\n\r\n`)],
    [
      'a line feed in a chunk extension',
      post('Transfer-Encoding: chunked', chunk.replace('\r\n', ';a\n=b\r\n')),
    ],
    ['space before the colon', post(`Content-Length : ${length}`, body)],
    ['space before a name', post(` Content-Length: ${length}`, body)],
    ['a zero byte', post(`X-A: a\0b\r\nContent-Length: ${length}`, body)],
    [
      'no host',
      `POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
    ],
    ['two hosts', post(`Host: b\r\nContent-Length: ${length}`, body)],
    ['chunks in HTTP/1.0', post('Transfer-Encoding: chunked', chunk, 'POST /graphql HTTP/1.0')],
    [
      'a body of GET',
      post(`Content-Length: ${inner.length}`, inner, 'GET /graphql?query=%7Btrips%7Bid%7D%7D HTTP/1.1'),
    ],
    ['HTTP/0.9', 'GET /graphql?query=%7Btrips%7Bid%7D%7D\r\n\r\n'],
    ['HTTP/1.2', 'GET /graphql?query=%7Btrips%7Bid%7D%7D HTTP/1.2\r\nHost: a\r\n\r\n'],
    ['HTTP/2 in the clear', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('%s', async (_, bytes) => {
    const before = requestCount();
    const reply = await raw(bytes);
    expect(reply.split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request');
    expect(reply.match(/^HTTP\/1/gm)).toHaveLength(1);
    expect(requestCount()).toBe(before);
  });

  test('a tunnel, and an upgrade to another protocol', async () => {
    expect(await raw('CONNECT evil.example:80 HTTP/1.1\r\nHost: a\r\n\r\n')).toBe('');
    const upgrade =
      'GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n';
    expect((await raw(upgrade)).split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request');
  });

  test('headers without end, and a body without end', async () => {
    expect((await raw('POST /graphql HTTP/1.1\r\nHost: a\r\n')).split('\r\n')[0]).toBe(
      'HTTP/1.1 408 Request Timeout',
    );
    expect((await raw(post(`Content-Length: ${length}`, body.slice(0, 5)))).split('\r\n')[0]).toBe(
      'HTTP/1.1 408 Request Timeout',
    );
    expect(
      (await raw(`GET /graphql?query=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`)).split('\r\n')[0],
    ).toBe('HTTP/1.1 431 Request Header Fields Too Large');
  });
});

describe('what a body may be', () => {
  const send = async (headers: Record<string, string>, content: string | Uint8Array<ArrayBuffer>) => {
    const before = requestCount();
    const response = await fetch(url(), { method: 'POST', headers, body: content });
    const { errors } = Object(await response.json());
    expect(requestCount()).toBe(before);
    return [response.status, errors?.[0].extensions.code];
  };
  const json = { 'content-type': 'application/json' };

  test.each([
    ['no type', {}],
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a multipart form', { 'content-type': 'multipart/form-data; boundary=a' }],
    ['GraphQL without JSON', { 'content-type': 'application/graphql' }],
    ['JSON that only begins so', { 'content-type': 'application/jsonp' }],
    ['another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['UTF-7', { 'content-type': 'application/json; charset=utf-7' }],
  ])('not %s', async (_, headers: Record<string, string>) => {
    expect(await send(headers, Buffer.from(body))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test('not compressed: there is nothing to blow up', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
      expect(await send({ ...json, 'content-encoding': encoding }, bomb)).toEqual([
        415,
        'UNSUPPORTED_ENCODING',
      ]);
    }
  });

  test('not broken UTF-8, not a batch, not another shape', async () => {
    const broken = Buffer.concat([
      Buffer.from('{"query":"{ trips { id } } #'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]);
    expect(await send(json, broken)).toEqual([400, 'BAD_REQUEST']);
    expect(await send(json, `[${body},${body}]`)).toEqual([400, 'BAD_REQUEST']);
    expect(await send(json, '{"query":{"trips":1}}')).toEqual([400, 'BAD_REQUEST']);
    expect(await send(json, '{"query":"{ trips { id } }","variables":[1]}')).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('pages of other origins', () => {
  const get = (headers: Record<string, string>) =>
    fetch(`${url()}?query=${encodeURIComponent('{ trips { id } }')}`, { headers });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin that only begins so', { origin: 'https://shop.example.evil.example' }],
    ['the allowed one without TLS', { origin: 'http://shop.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['localhost, in production', { origin: 'http://localhost:4000' }],
    ['an image of another site', { 'sec-fetch-site': 'cross-site' }],
    ['another page of the same site', { 'sec-fetch-site': 'same-site' }],
  ])('%s may neither call nor connect', async (_, headers: Record<string, string>) => {
    const before = requestCount();
    const response = await get(headers);
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect(requestCount()).toBe(before);
    if (headers.origin !== undefined) expect(await refusedWith(world, { headers })).toBe(403);
    const preflight = await fetch(url(), { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('the allowed one may, without credentials of the browser', async () => {
    const { status, headers } = await get({ origin: 'https://shop.example' });
    expect([
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-credentials'),
    ]).toEqual([200, 'https://shop.example', null]);
    expect(headers.get('vary')).toBe('origin');
    expect(await refusedWith(world, { headers: { origin: 'https://shop.example' } })).toBeUndefined();
  });
});

test('every response forbids what it does not need', async () => {
  const wanted = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-site',
    'strict-transport-security': 'max-age=31536000',
  };
  const responses = [
    await fetch(url(), { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    await fetch(`${world.url}/nothing`),
    await fetch(url(), { method: 'DELETE' }),
    await fetch(url(), { method: 'OPTIONS' }),
    await fetch(`${world.url}/live`),
  ];
  for (const { headers } of responses) {
    expect(Object.fromEntries(headers)).toMatchObject(wanted);
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
  }
  expect(responses[0]?.headers.get('cache-control')).toBe('no-store');
});

describe('production tells nothing of its inside', () => {
  test.each(eachTransport)('over %s', async (_, send) => {
    const broken = await send(world, { query: '{ trip(id: "broken") { id } }' });
    expect(broken.body).toEqual({
      data: { trip: null },
      errors: [
        { message: 'Internal server error', path: ['trip'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ],
    });
    const misspelt = await send(world, { query: '{ tripp { id } trips { idd } }' });
    expect(misspelt.codes).toEqual(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
    const values = await send(world, {
      query: 'query ($order: TripOrder, $where: TripFilter) { trips(order: $order, where: $where) { id } }',
      variables: { order: 'NEWST', where: { steps: 1 } },
    });
    expect(values.codes).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    const introspection = await send(world, { query: '{ __schema { types { name } } }' });
    expect(introspection.codes).toContain('GRAPHQL_VALIDATION_FAILED');
    const disclosed = JSON.stringify([broken, misspelt, values, introspection]);
    expect(disclosed).not.toMatch(/did you mean|disk|stack|node_modules|\.ts\b|serviceName/i);
  });

  test('there is no explorer', async () => {
    expect((await fetch(world.url)).status).toBe(404);
    expect((await fetch(`${world.url}/explorer/settings.json`)).status).toBe(404);
  });

  test('at most nine errors', async () => {
    const fields = (name: string) => Array.from({ length: 15 }, (_, i) => `a${i}: ${name}`).join(' ');
    for (const query of [
      `{ ${fields('nothing')} }`,
      `{ ${fields('trip(id: "gone") { id }')} }`,
      `{ ${fields('me { id }')} }`,
    ]) {
      const { body: disclosed } = await transports.post(world, { query });
      expect(disclosed.errors).toHaveLength(9);
    }
  });
});
