import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Caller } from '@nakku/identity';
import { loggerTo } from '@nakku/telemetry';
import { eventually } from '@nakku/testkit';
import { createSubgraphClient } from '../src/subgraphs/client.ts';
import type { SubgraphClient } from '../src/subgraphs/client.ts';

let server: Server;
let client: SubgraphClient;
/** Requests that wait for their response. */
let waiting: ServerResponse[] = [];
let received = 0;

beforeEach(async () => {
  received = 0;
  waiting = [];
  server = createServer((_, response) => {
    received += 1;
    waiting.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = createSubgraphClient({
    name: 'shop',
    url: `http://127.0.0.1:${Object(server.address()).port}/graphql`,
    signer: { sign: () => Promise.resolve('signed') },
    connections: 10,
    maxResponseBytes: 1_000,
    resilience: {
      queryTimeoutMs: 5_000,
      retries: { max: 0, firstPauseMs: 1, perRequest: 0, maxSaved: 0 },
      circuit: { windowMs: 1e4, minimumCalls: 100, failureRate: 1, openMs: 1, maxOpenMs: 1, trials: 1 },
    },
    sharedEntities: { characters: 0, maxMs: 1 },
    log: loggerTo({ write: () => undefined }),
  });
});
afterEach(async () => {
  await client.close();
  await new Promise((resolve) => server.close(resolve));
});

const stranger: Caller = { kind: 'anonymous' };
const query = '{ product { name } }';

/** Sends a read, and does not wait for it. */
function read(o: { caller?: Caller; kind?: string; text?: string; signal?: AbortSignal } = {}) {
  const { caller = stranger, kind = 'query', text = query, signal = new AbortController().signal } = o;
  // A client of subgraphs reads no more of what is executed.
  const context = Object({
    admitted: { operation: { operation: kind } },
    requestContext: { caller, clientIp: '', requestId: '', correlationId: '' },
    deadlineAt: Date.now() + 1e4,
    signal,
  });
  return client.fetch({ query: text, operationName: undefined, variables: {} }, context);
}

/** Waits until so many requests wait, and responds to all. */
async function respond(count: number, cacheControl: string, isBroken = false): Promise<void> {
  await eventually(() => expect(waiting).toHaveLength(count));
  for (const response of waiting.splice(0))
    response
      .writeHead(isBroken ? 500 : 200, { 'content-type': 'application/json', 'cache-control': cacheControl })
      .end(isBroken ? 'broken' : '{"data":{"product":{"name":"Milk"}}}');
}

/** The subgraph has called the read public before. */
async function knownAsPublic(): Promise<void> {
  const first = read();
  await respond(1, 'public, max-age=5');
  await first;
}

test('equal public reads of strangers on their way at once are one request, and each has data of its own', async () => {
  await knownAsPublic();
  const reads = [read(), read(), read()];
  await respond(1, 'public, max-age=5');
  const responses = await Promise.all(reads);
  expect(responses.map(({ data }) => data)).toEqual(Array(3).fill({ product: { name: 'Milk' } }));
  expect(new Set(responses.map(({ data }) => data)).size).toBe(3);
  expect(responses.map(({ maxAgeMs }) => maxAgeMs)).toEqual([5_000, 5_000, 5_000]);
  expect(received).toBe(2);
});

test('nothing is kept: a read after a response is sent', async () => {
  await knownAsPublic();
  await knownAsPublic();
  expect(received).toBe(2);
});

test('reads that were never called public, or are others, do not share', async () => {
  const unknown = [read(), read()];
  await respond(2, 'public, max-age=5');
  await Promise.all(unknown);
  const others = [read(), read({ text: '{ product { price } }' })];
  await respond(2, 'private');
  await Promise.all(others);
});

test('a caller with a token or a cart shares with nobody, and a mutation neither', async () => {
  await knownAsPublic();
  const user: Caller = {
    kind: 'user',
    userId: 'u1',
    sessionId: 's1',
    roleVersion: 1,
    roles: [],
    scopes: [],
    storeIds: [],
  };
  const cart: Caller = { kind: 'anonymous', cartTokenHash: 'hash' };
  const reads = [
    read(),
    read({ caller: user }),
    read({ caller: user }),
    read({ caller: cart }),
    read({ kind: 'mutation' }),
  ];
  await respond(5, 'public, max-age=5');
  await Promise.all(reads);
});

test('who joined a read that is not public any more, or fails, sends its own', async () => {
  for (const [cacheControl, isBroken] of [
    ['private', false],
    ['public, max-age=5', true],
  ] as const) {
    await knownAsPublic();
    const reads = [read(), read()];
    await respond(1, cacheControl, isBroken);
    await respond(1, 'public, max-age=5');
    const [, joined] = await Promise.all(reads);
    expect(joined?.data).toEqual({ product: { name: 'Milk' } });
  }
});

test('who joined goes on when the one who sent it leaves, and may leave alone', async () => {
  await knownAsPublic();
  const [first, second] = [new AbortController(), new AbortController()];
  const reads = [read({ signal: first.signal }), read(), read({ signal: second.signal })];
  await eventually(() => expect(waiting).toHaveLength(1));
  second.abort(new Error('the client went away'));
  expect((await reads[2])?.errors?.[0]?.extensions?.code).toBe('DEADLINE_EXCEEDED');
  first.abort(new Error('the client went away'));
  expect((await reads[0])?.errors?.[0]?.extensions?.code).toBe('DEADLINE_EXCEEDED');
  await eventually(() => expect(waiting).toHaveLength(2));
  waiting.shift();
  await respond(1, 'public, max-age=5');
  expect((await reads[1])?.data).toEqual({ product: { name: 'Milk' } });
});
