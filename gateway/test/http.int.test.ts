import { serverAudits } from 'graphql-http';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ ALLOWED_ORIGINS: 'https://shop.example' });
});
afterAll(async () => {
  await world.close();
});

const url = () => `${world.gateway.url}/graphql`;
const codes = (body: unknown) =>
  Object(body).errors?.map((e: { extensions: { code: string } }) => e.extensions.code);

test('every audit of the GraphQL-over-HTTP specification passes', async () => {
  const audits = serverAudits({ url: url() });
  const results = await Promise.all(audits.map((audit) => audit.fn()));
  expect(results.filter((r) => r.status !== 'ok').map((r) => `${r.id} ${r.name}`)).toEqual([]);
  expect(results).toHaveLength(61);
});

describe('limits', () => {
  test.each([
    ['depth', `{ ${'a { '.repeat(20)}a${' }'.repeat(20)} }`, 'OPERATION_TOO_LARGE'],
    [
      'aliases',
      `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
      'OPERATION_TOO_LARGE',
    ],
    ['root fields', `{ ${'__typename '.repeat(21)} }`, 'OPERATION_TOO_LARGE'],
    ['directives', `{ __typename ${'@skip(if: false) '.repeat(51)} }`, 'OPERATION_TOO_LARGE'],
    ['tokens', `{ ${'__typename '.repeat(6_000)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['nesting that exhausts the parser', '{a'.repeat(4_999), 'GRAPHQL_PARSE_FAILED'],
    [
      'fragments that multiply',
      `{ ...F0 } ${Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F30 on Query { __typename }`,
      'OPERATION_TOO_LARGE',
    ],
    ['fragments in a circle', '{ ...A } fragment A on Query { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', async (_, query, code) => {
    const { status, body } = await world.execute(query);
    expect(codes(body)).toContain(code);
    expect(status).toBe(400);
  });

  test('body', async () => {
    const { status, body } = await world.execute(`{ __typename } #${'x'.repeat(256 * 1024)}`);
    expect([status, codes(body)]).toEqual([413, ['REQUEST_TOO_LARGE']]);
  });

  test('batches', async () => {
    const response = await fetch(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ __typename }' }]),
    });
    expect([response.status, codes(await response.json())]).toEqual([400, ['BAD_REQUEST']]);
  });
});

test('bad variables are refused before any subgraph is asked', async () => {
  const { status, body } = await world.execute('query ($n: Int!) { trips(first: $n) { id } }', {
    variables: { n: 'x' },
  });
  expect(status).toBe(400);
  expect(codes(body)).toEqual(['BAD_USER_INPUT']);
  expect(world.stubs.trips.requests).toEqual([]);
});

test('a mutation needs POST, a subscription a stream', async () => {
  const get = await fetch(`${url()}?query=${encodeURIComponent('mutation { tripAdvance(id: "1") { id } }')}`);
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  expect(world.log.stepOf('1')).toBe(0);
  const { status, body } = await world.execute('subscription { tripsFeed { steps } }');
  expect([status, codes(body)]).toEqual([406, ['SUBSCRIPTION_NEEDS_STREAM']]);
});

describe('browsers', () => {
  const get = (headers: Record<string, string>) =>
    fetch(`${url()}?query=${encodeURIComponent('{ __typename }')}`, { headers });

  test('an allowed origin may read, another may not', async () => {
    const allowed = await get({ origin: 'https://shop.example' });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(allowed.status).toBe(200);
    const foreign = await get({ origin: 'https://evil.example' });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(foreign.status).toBe(403);
  });

  test('a simple request from another site is refused', async () => {
    expect((await get({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get({ 'sec-fetch-site': 'cross-site', 'apollo-require-preflight': '1' })).status).toBe(200);
    const form = await fetch(url(), {
      method: 'POST',
      body: new URLSearchParams({ query: '{ __typename }' }),
    });
    expect(form.status).toBe(415);
  });

  test('a preflight names what may be sent', async () => {
    const response = await fetch(url(), { method: 'OPTIONS', headers: { origin: 'https://shop.example' } });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toContain('x-cart-token');
  });
});

describe('pages', () => {
  const page = async (path: string, at = world.gateway.url) => {
    const response = await fetch(at + path);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  test('probes on the public port, health and metrics on the internal one', async () => {
    await world.execute('query Known { __typename }');
    expect((await page('/live')).status).toBe(200);
    expect((await page('/ready')).status).toBe(200);
    expect(JSON.parse((await page('/health', world.gateway.internalUrl)).text)).toMatchObject({
      service: 'gateway',
      ready: true,
      subgraphs: { trips: 'reached', people: 'reached', vehicles: 'reached' },
      circuits: { trips: 'closed', people: 'closed', vehicles: 'closed' },
    });
    const { text } = await page('/metrics', world.gateway.internalUrl);
    expect(text).toMatch(
      /graphql_operations_total\{operation="other",kind="query",status_code="200",service="gateway"\} \d+/,
    );
    expect(text).toMatch(
      /^graphql_errors_total\{operation="other",code="SUBGRAPH_UNAVAILABLE",service="gateway"\} 0$/m,
    );
    // Every family that the page of metrics names has a series before anything happened, but for what only exists when it happens.
    const families = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
    const withoutValue = families.filter((name) => !new RegExp(`^${name}(_bucket)?[{ ]`, 'm').test(text));
    const onceItHappens = ['deprecated_use_total', 'nodejs_active_requests', 'nodejs_gc_duration_seconds'];
    expect(withoutValue.filter((name) => !onceItHappens.includes(name ?? ''))).toEqual([]);
    expect(text.split('\n').filter((line) => /^\w+(\{| )/.test(line) && !line.includes('service="'))).toEqual(
      [],
    );
    expect(text).toContain('revocation_age_seconds');
    expect(text).not.toContain('Known');
  });

  test('metrics and health are not on the public port, and nothing else is on the internal one', async () => {
    for (const path of ['/metrics', '/health', '/metrics/', '/%6detrics', '//metrics', '/METRICS']) {
      expect([path, (await page(path)).status]).toEqual([path, 404]);
    }
    for (const path of ['/', '/graphql', '/live']) {
      expect([path, (await page(path, world.gateway.internalUrl)).status]).toEqual([path, 404]);
    }
    expect(new URL(world.gateway.internalUrl).hostname).toBe('127.0.0.1');
  });

  test('the explorer comes from here alone', async () => {
    const { text, headers } = await page('/');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).not.toMatch(/https?:\/\//);
    const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) => m[1] ?? '');
    expect(files).toEqual(['/explorer/start.css', '/explorer/start.js']);
    const workers = ['editor', 'json', 'graphql'].map((name) => `/explorer/${name}.worker.js`);
    for (const file of [...files, ...workers, '/explorer/settings.json', '/explorer/schema/0.json']) {
      expect([file, (await page(file)).status]).toEqual([file, 200]);
    }
    const script = (await page('/explorer/start.js')).text;
    const chunks = [...script.matchAll(/"\.\/(chunks\/[\w-]+\.js)"/g)].map((m) => `/explorer/${m[1]}`);
    expect(chunks.length).toBeGreaterThan(0);
    for (const chunk of chunks) expect([chunk, (await page(chunk)).status]).toEqual([chunk, 200]);
  });

  test('nothing else', async () => {
    expect((await page('/explorer/../../package.json')).status).toBe(404);
    expect((await page('/secret')).status).toBe(404);
  });
});
