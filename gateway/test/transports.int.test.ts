import { eventually } from '@nakku/testkit';
import { metricOf } from './support/metrics.ts';
import { rawSocket, refusedWith } from './support/rawSocket.ts';
import type { RawSocket } from './support/rawSocket.ts';
import { encode } from './support/trips.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let token: string;
const sockets: RawSocket[] = [];
const streams: AbortController[] = [];
beforeAll(async () => {
  world = await startWorld({
    HEARTBEAT_MS: '300',
    CONNECTION_INIT_TIMEOUT_MS: '300',
    ALLOWED_ORIGINS: 'https://shop.example',
    RESUME_RING_CHARACTERS: String(100 * 1024 * 1024),
  });
  token = await world.token();
});
afterEach(async () => {
  for (const { ws } of sockets.splice(0)) ws.terminate();
  for (const stream of streams.splice(0)) stream.abort();
  await eventually(async () => expect(await subscribers()).toBe(0));
});
afterAll(() => world.close());

/** Subscriptions of clients that the gateway knows. */
async function subscribers(): Promise<unknown> {
  const health: unknown = await (await fetch(`${world.gateway.internalUrl}/health`)).json();
  return Object(health).subscribers;
}

async function socket(o: Parameters<typeof rawSocket>[1] = { token }): Promise<RawSocket> {
  const opened = await rawSocket(world, o);
  sockets.push(opened);
  return opened;
}

const accepts = {
  post: 'application/graphql-response+json',
  sse: 'text/event-stream',
  multipart: 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0',
} as const;

function post(body: object, accept: string, headers: Record<string, string> = {}): Promise<Response> {
  const stop = new AbortController();
  streams.push(stop);
  return fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, accept, ...headers },
    body: JSON.stringify(body),
    signal: stop.signal,
  });
}

/** The codes in a response, however its transport wraps them. */
const codesIn = (text: string): string[] =>
  [...text.matchAll(/"code":"(\w+)"/g)].map(([, code = '']) => code);

async function codesOverSocket(body: object): Promise<string[]> {
  const { sendMessage, received } = await socket();
  sendMessage({ id: '1', type: 'subscribe', payload: body });
  await eventually(() => expect(received[1]).toMatchObject({ id: '1', type: 'error' }));
  return codesIn(JSON.stringify(received[1]));
}

const SLOW_CONSUMERS = 'slow_consumers_total{transport="websocket",service="gateway"}';
const feed = 'subscription { tripsFeed { steps } }';
const nested = (levels: number) => `subscription { ${'a { '.repeat(levels)}a${' }'.repeat(levels)} }`;
const doubled = Array.from(
  { length: 30 },
  (_, i) => `fragment F${i} on Subscription { ...F${i + 1} ...F${i + 1} }`,
);

describe.each<[name: string, body: object, code: string, codeOfPost?: string]>([
  ['depth', { query: nested(20) }, 'OPERATION_TOO_LARGE'],
  [
    'aliases',
    { query: `subscription { ${Array.from({ length: 31 }, (_, i) => `a${i}: ownFeed`).join(' ')} }` },
    'OPERATION_TOO_LARGE',
  ],
  [
    'directives',
    { query: `subscription { ownFeed ${'@skip(if: false) '.repeat(51)} }` },
    'OPERATION_TOO_LARGE',
  ],
  ['tokens', { query: `subscription { ${'ownFeed '.repeat(6_000)} }` }, 'GRAPHQL_PARSE_FAILED'],
  [
    'fragments that multiply',
    { query: `subscription { ...F0 } ${doubled.join(' ')} fragment F30 on Subscription { ownFeed }` },
    'OPERATION_TOO_LARGE',
  ],
  ['two root fields', { query: 'subscription { ownFeed tripsFeed { steps } }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['an unknown field', { query: 'subscription { nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'bad variables',
    { query: 'subscription ($id: ID!) { tripUpdated(tripId: $id) { step } }', variables: {} },
    'BAD_USER_INPUT',
    'SUBSCRIPTION_NEEDS_STREAM',
  ],
])('%s', (_, body, code, codeOfPost = code) => {
  test('meets the same limit over every transport, and no subgraph hears of it', async () => {
    const before = world.stubs.trips.subscribed.length;
    const http = await Promise.all(
      [accepts.post, accepts.sse, accepts.multipart].map(async (accept) =>
        codesIn(await (await post(body, accept)).text()),
      ),
    );
    expect([...http, await codesOverSocket(body)].map(([first]) => first)).toEqual([
      codeOfPost,
      code,
      code,
      code,
    ]);
    expect(world.stubs.trips.subscribed).toHaveLength(before);
  });
});

test('a stored document is named by its hash over every transport, or by none', async () => {
  const body = { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } };
  const [reply = '', ...streamed] = await Promise.all(
    [accepts.post, accepts.sse, accepts.multipart].map(async (accept) =>
      codesIn(await (await post(body, accept)).text()).join(),
    ),
  );
  expect(reply).toMatch(/^PERSISTED_QUERY_NOT_(FOUND|SUPPORTED)$/);
  expect([...streamed, (await codesOverSocket(body)).join()]).toEqual([reply, reply, reply]);
});

describe('only what policy allows', () => {
  test.each(['{ __typename }', 'mutation { tripAdvance(id: "9") { id } }'])(
    'the socket takes subscriptions, not %s',
    async (query) => {
      expect(await codesOverSocket({ query })).toEqual(['OPERATION_NOT_ALLOWED']);
      expect(world.log.stepOf('9')).toBe(0);
    },
  );

  test('EventSource may subscribe by GET, and change nothing', async () => {
    const get = (query: string) => {
      const stop = new AbortController();
      streams.push(stop);
      return fetch(`${world.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { accept: accepts.sse },
        signal: stop.signal,
      });
    };
    expect(await begins(await get(feed), 'event: next\ndata: {"data":{"tripsFeed":{"steps":[]}}}')).toBe(
      true,
    );
    const changing = await get('mutation { tripAdvance(id: "9") { id } }');
    expect(codesIn(await changing.text())).toEqual(['METHOD_NOT_ALLOWED']);
    expect(world.log.stepOf('9')).toBe(0);
  });
});

/** Whether a stream says this, sooner or later. */
async function begins(response: Response, wanted: string): Promise<boolean> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.includes(wanted)) return true;
  }
  throw new Error(`the stream ended with ${text}`);
}

describe('origins', () => {
  test('a page of another origin gets neither socket nor stream, one of ours both', async () => {
    expect(await refusedWith(world, { headers: { origin: 'https://evil.example' } })).toBe(403);
    const evil = await post({ query: feed }, accepts.sse, { origin: 'https://evil.example' });
    expect([evil.status, codesIn(await evil.text())]).toEqual([403, ['ORIGIN_NOT_ALLOWED']]);

    const ours = { origin: 'https://shop.example' };
    expect(await refusedWith(world, { headers: ours })).toBeUndefined();
    const response = await post({ query: feed }, accepts.multipart, ours);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(await begins(response, '{"payload":{"data":{"tripsFeed":{"steps":[]}}}}')).toBe(true);
  });

  test('what is no graphql-transport-ws on /graphql is no socket', async () => {
    expect(await refusedWith(world, { path: '/other' })).toBe(404);
    const { ws, closed } = await socket({});
    ws.send('{"type":"hello"}');
    await eventually(() => expect(closed()?.code).toBe(4400));
  });
});

describe('signs of life', () => {
  test.each([
    ['server-sent events', accepts.sse, '\n\n:\n\n:\n\n'],
    [
      'multipart',
      accepts.multipart,
      '\r\n--graphql\r\ncontent-type: application/json; charset=utf-8\r\n\r\n{}\r\n--graphql',
    ],
  ])('come over %s while nothing happens', async (_, accept, wanted) => {
    expect(await begins(await post({ query: feed }, accept), wanted)).toBe(true);
  });

  test('a socket that does not respond a ping is cut, and leaves nothing behind; one that does stays', async () => {
    const [silent, alive] = [await socket({ token, autoPong: false }), await socket()];
    for (const { sendMessage } of [silent, alive])
      sendMessage({ id: '1', type: 'subscribe', payload: { query: feed } });
    await eventually(() => expect(silent.closed()?.code).toBe(1006));
    await eventually(async () => expect(await subscribers()).toBe(1));
    expect(alive.closed()).toBeUndefined();
  });

  test('a socket that does not say who it is gets closed', async () => {
    const { closed } = await socket({});
    await eventually(() =>
      expect(closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' }),
    );
  });
});

test('a message that is too large closes its socket', async () => {
  const { sendMessage, closed } = await socket();
  sendMessage({ id: '1', type: 'subscribe', payload: { query: `${feed} #${'x'.repeat(64 * 1024)}` } });
  await eventually(() => expect(closed()?.code).toBe(1009));
});

test('who is too slow for what a subscription begins with is told to resume, and leaves nothing behind', async () => {
  const query = `subscription ($after: Cursor) {
    tripUpdated(tripId: "3", after: $after) { step blob(bytes: 1000000) }
  }`;
  const quick = await socket();
  quick.sendMessage({ id: '1', type: 'subscribe', payload: { query } });
  await eventually(() => expect(quick.received).toHaveLength(2));
  for (let step = 1; step <= 20; step += 1) {
    world.log.advance('3');
    await eventually(() => expect(quick.received).toHaveLength(step + 2));
  }
  const slow = await socket();
  slow.ws.pause();
  slow.sendMessage({ id: '1', type: 'subscribe', payload: { query, variables: { after: encode(1) } } });
  await eventually(async () => {
    expect(await metricOf(world.gateway, SLOW_CONSUMERS)).toBe(1);
  });
  expect(await subscribers()).toBe(1);
  slow.ws.resume();
  await eventually(() =>
    expect(slow.closed()).toEqual({
      code: 1013,
      reason: 'Slow consumer: subscribe again after the last cursor',
    }),
  );
  expect(slow.received.length).toBeLessThan(20);
  expect(quick.closed()).toBeUndefined();
});
