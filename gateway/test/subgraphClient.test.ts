import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Caller } from '@nakku/identity';
import { logger } from '@nakku/telemetry';
import { DeadlineExceeded } from '../src/request/deadline.ts';
import { createSubgraphClient } from '../src/subgraphs/client.ts';
import type { SubgraphClient } from '../src/subgraphs/client.ts';

let server: Server;
let client: SubgraphClient;
let next: { readonly status: number; readonly body: string; readonly isHeld?: boolean };
const anonymous: Caller = { kind: 'anonymous' };

beforeAll(async () => {
  server = createServer((_, response) => {
    if (!next.isHeld) response.writeHead(next.status, { 'content-type': 'application/json' }).end(next.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
function clientWith({ queryTimeoutMs = 5_000 } = {}): SubgraphClient {
  return createSubgraphClient({
    name: 'users',
    url: `http://127.0.0.1:${Object(server.address()).port}/graphql`,
    signer: { sign: () => Promise.resolve('signed') },
    connections: 2,
    maxResponseBytes: 1_000,
    resilience: {
      queryTimeoutMs,
      retries: { max: 0, firstPauseMs: 1, perRequest: 0, maxSaved: 0 },
      circuit: { windowMs: 1e4, minimumCalls: 3, failureRate: 0.5, openMs: 1e4, maxOpenMs: 1e4, trials: 1 },
    },
    sharedEntities: { characters: 0, maxMs: 1 },
    log: logger(),
  });
}

beforeEach(() => {
  client = clientWith();
});
afterEach(() => client.close());
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function fetched(query: string, status: number, body: unknown) {
  next = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
  return fetchedWith(query, new AbortController().signal);
}

function fetchedWith(query: string, signal: AbortSignal) {
  // A client of subgraphs reads no more of what is executed.
  const context = Object({
    admitted: { operation: { operation: 'query' } },
    requestContext: { caller: anonymous, clientIp: '', requestId: '', correlationId: '' },
    deadlineAt: Date.now() + 1e4,
    signal,
  });
  return client.fetch({ query, operationName: undefined, variables: {} }, context);
}

const login = 'query Q { one: session(input: { email: "nope", name: [1] }) { id } two: me { id } }';
const entities =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on A { b } } }';
const codeOf = (response: Awaited<ReturnType<typeof fetched>>) => response.errors?.[0]?.extensions?.code;

describe('a request that the subgraph refuses', () => {
  const refused = { errors: [{ message: 'not an email', extensions: { code: 'BAD_USER_INPUT' } }] };

  test.each([400, 422])('has code and message of the owner, at every root field: %s', async (status) => {
    const { data, errors } = await fetched(login, status, refused);
    expect({ data, errors }).toEqual({
      data: null,
      errors: [
        { ...refused.errors[0], path: ['one'] },
        { ...refused.errors[0], path: ['two'] },
      ],
    });
  });

  test('of a fetch of entities stands where the fetch does', async () => {
    const { errors } = await fetched(entities, 400, refused);
    expect(errors).toEqual([{ ...refused.errors[0], path: [] }]);
  });

  test.each([
    ['a field of an input', 'query Q { one: session(input: { email: '.length + 1, 'input.email'],
    ['an item of a list', 'query Q { one: session(input: { email: "nope", name: ['.length + 1, 'input.name'],
  ])('names the argument of a literal: %s', async (_, column, input) => {
    const errors = [
      {
        message: 'not an email',
        locations: [{ line: 1, column }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ];
    expect((await fetched(login, 400, { errors })).errors).toEqual([
      { message: 'not an email', path: ['one'], extensions: { code: 'BAD_USER_INPUT', input } },
    ]);
  });

  test('keeps the code where gateway and subgraph disagree on the schema', async () => {
    const errors = [
      {
        message: 'Cannot query field "me"',
        locations: [{ line: 1, column: login.indexOf('two') + 1 }],
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ];
    expect(codeOf(await fetched(login, 400, { errors }))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('says nothing about its health', async () => {
    for (let i = 0; i < 5; i += 1) await fetched(login, 400, refused);
    expect(client.circuit).toBe('closed');
  });
});

test.each([
  [
    '401, which is ours and not the client’s',
    401,
    { errors: [{ message: 'x', extensions: { code: 'UNAUTHENTICATED' } }] },
  ],
  ['500 with an error', 500, { errors: [{ message: 'x', extensions: { code: 'BAD_USER_INPUT' } }] }],
  ['a proxy’s page', 400, '<html>'],
  ['an error without a code', 400, { errors: [{ message: 'x' }] }],
  ['neither data nor errors', 200, {}],
])('unavailable: %s', async (_, status, body) => {
  expect(codeOf(await fetched(login, status, body))).toBe('SUBGRAPH_UNAVAILABLE');
});

test.each([
  ['errors: null', null, undefined],
  ['errors: {}', {}, undefined],
  [
    'an error without a message',
    [{ path: ['one'] }],
    [{ message: 'The subgraph gave no message', path: ['one'] }],
  ],
  ['an error that is none', ['x'], undefined],
])('data is taken beside %s', async (_, errors, shown) => {
  const data = { one: { id: '1' } };
  for (let i = 0; i < 5; i += 1) {
    const response = await fetched(login, 200, { data, errors });
    expect({ data: response.data, errors: response.errors }).toEqual({ data, errors: shown });
  }
  expect(client.circuit).toBe('closed');
});

test('a response that is too large is the client’s doing: the circuit stays closed', async () => {
  for (let i = 0; i < 5; i += 1) {
    const response = await fetched(login, 200, { data: { one: 'x'.repeat(2_000) } });
    expect(response.errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['one'], 'RESPONSE_TOO_LARGE'],
      [['two'], 'RESPONSE_TOO_LARGE'],
    ]);
  }
  expect(client.circuit).toBe('closed');
});

describe('what a client caused says nothing of the subgraph: the circuit stays closed', () => {
  const ok = { data: { me: null } };
  const staysClosed = async (attempts: readonly Promise<unknown>[]) => {
    await Promise.all(attempts);
    expect(client.circuit).toBe('closed');
    expect(codeOf(await fetched(login, 200, ok))).toBeUndefined();
  };
  const fiveTimes = (fetchOne: () => Promise<unknown>) => Array.from({ length: 5 }, fetchOne);
  const held = { status: 200, body: JSON.stringify(ok), isHeld: true };

  test.each([
    ['its input', 400, { errors: [{ message: 'no', extensions: { code: 'BAD_USER_INPUT' } }] }],
    ['its rate', 429, { errors: [{ message: 'slow down', extensions: { code: 'RATE_LIMITED' } }] }],
    ['the size of what it sends', 413, 'too large'],
    ['the size of what it selects', 200, { data: { text: 'x'.repeat(2_000) } }],
  ])('%s', async (_, status, body) => {
    await staysClosed(fiveTimes(() => fetched(login, status, body)));
  });

  test('that it went away', async () => {
    next = held;
    const gone = new AbortController();
    const attempts = fiveTimes(() => fetchedWith(login, gone.signal));
    gone.abort();
    await staysClosed(attempts);
  });

  test('that its operation had no time left', async () => {
    next = held;
    const late = new AbortController();
    const attempts = fiveTimes(() => fetchedWith(login, late.signal));
    late.abort(new DeadlineExceeded('deadline exceeded'));
    await staysClosed(attempts);
  });
});

test('a subgraph that does not respond in its time opens the circuit; what waited for a connection says nothing', async () => {
  await client.close();
  client = clientWith({ queryTimeoutMs: 1_000 });
  next = { status: 200, body: '{}', isHeld: true };
  const signal = new AbortController().signal;
  // Two connections: of six at once four are never sent.
  await Promise.all(Array.from({ length: 6 }, () => fetchedWith(login, signal)));
  expect(client.circuit).toBe('closed');
  await fetchedWith(login, signal);
  expect(client.circuit).toBe('open');
});
