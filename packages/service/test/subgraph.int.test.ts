import { DEADLINE_HEADER, IDENTITY_HEADER } from '@nakku/identity';
import { anonymous, customer, eventually, operator, testIdentity, testWorld } from '@nakku/testkit';
import type { SubgraphClient, TestWorld } from '@nakku/testkit';
import type { RunningService } from '../src/index.ts';
import { startTiny } from './tiny/startTiny.ts';

let world: TestWorld;
let service: RunningService;
let client: SubgraphClient;

beforeAll(async () => {
  world = await testWorld('tiny');
  service = await startTiny(world.env({ LOG_LEVEL: 'silent' }));
  client = world.client(service);
});
afterAll(async () => {
  await service.stop();
  await world.cleanup();
});

const get = (path: string) => fetch(service.url + path);
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(service.url + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('health', () => {
  const internal = (path: string) => fetch(service.internalUrl + path);

  test('metrics and health are not on the port of the API, and nothing else is on the internal one', async () => {
    for (const path of ['/metrics', '/health']) expect((await get(path)).status).toBe(404);
    for (const path of ['/', '/graphql', '/echo']) expect((await internal(path)).status).toBe(404);
    expect(new URL(service.internalUrl).hostname).toBe('127.0.0.1');
  });

  test('live, ready and health respond; health reports each dependency', async () => {
    expect((await get('/live')).status).toBe(200);
    await eventually(async () => expect((await get('/ready')).status).toBe(200));
    await eventually(async () => {
      const health = await (await internal('/health')).json();
      expect(health).toMatchObject({
        service: 'tiny',
        ready: true,
        dependencies: {
          database: { status: 'up' },
          broker: { status: 'up' },
          consumer: { status: 'up', state: 'running' },
          redis: { status: 'up' },
        },
      });
    });
  });

  test('metrics tell of requests, of the process and of its event loop', async () => {
    await client.query('{ clicks }', {}, anonymous());
    const text = await (await internal('/metrics')).text();
    expect(text).toMatch(
      /http_requests_total\{service="tiny",method="POST",endpoint="\/graphql",status_code="200"\} \d+/,
    );
    expect(text).toMatch(
      /http_request_duration_seconds_count\{service="tiny",method="POST",endpoint="\/graphql"\} \d+/,
    );
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });
});

describe('identity', () => {
  test.each([
    ['none', async () => ({})],
    ['nonsense', async () => ({ [IDENTITY_HEADER]: 'nonsense' })],
    ['one for another subgraph', () => world.identity.as(customer(), 'orders')],
    ['one signed by a stranger', () => testIdentity().as(customer(), 'tiny')],
  ])('%s gets 401 and nothing is executed', async (_name, headers) => {
    const before = (await client.query('{ clicks }', {}, anonymous())).data?.clicks;
    const response = await post('/graphql', JSON.stringify({ query: 'mutation { click }' }), await headers());
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      errors: [{ message: 'A signed identity is required', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect((await client.query('{ clicks }', {}, anonymous())).data).toEqual({ clicks: before });
  });

  test('the caller of the identity reaches the resolvers', async () => {
    const someone = customer();
    expect((await client.query('{ caller }', {}, someone)).data).toEqual({
      caller: `${someone.userId} customer`,
    });
    expect((await client.query('{ caller }', {}, anonymous())).data).toEqual({ caller: 'anonymous' });
  });

  test('the request id of the gateway is kept', async () => {
    const reply = await client.query('{ requestId }', {}, anonymous(), { 'x-request-id': 'r-77' });
    expect(reply.data).toEqual({ requestId: 'r-77' });
  });
});

describe('errors', () => {
  test('an unexpected error is masked', async () => {
    const { status, data, errors } = await client.query('{ broken clicks }', {}, anonymous());
    expect(status).toBe(200);
    expect(data).toEqual({ broken: null, clicks: expect.any(Number) });
    expect(errors).toEqual([
      { message: 'Internal server error', path: ['broken'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
  });

  test('a GraphQLError with a code passes with what it says', async () => {
    const { errors } = await client.query('{ refused }', {}, anonymous());
    expect(errors).toMatchObject([
      { message: 'not for you', path: ['refused'], extensions: { code: 'FORBIDDEN', need: 'scope' } },
    ]);
    expect(JSON.stringify(errors)).not.toContain('stack');
  });

  test('invalid documents and variables are the caller’s fault', async () => {
    const invalid = await client.query('{ nothing }', {}, anonymous());
    expect([invalid.status, invalid.errors?.[0]?.extensions?.code]).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    const variables = await client.query('query ($ms: Int!) { slow(ms: $ms) }', { ms: 'x' }, anonymous());
    expect([variables.status, variables.errors?.[0]?.extensions?.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test.each([
    ['no JSON', '{', {}, 400],
    ['not application/json', '{}', { 'content-type': 'text/plain' }, 415],
    ['compressed', '{}', { 'content-encoding': 'gzip' }, 415],
    ['too large', `{"query":"${'x'.repeat(1_100_000)}"}`, {}, 413],
    ['too late', '{"query":"{clicks}"}', { [DEADLINE_HEADER]: String(Date.now() - 1) }, 504],
  ])('a body that is %s is refused', async (_name, body, headers, status) => {
    const identity = await world.identity.as(anonymous(), 'tiny');
    expect((await post('/graphql', body, { ...identity, ...headers })).status).toBe(status);
  });

  test('own routes: raw body, own limit, 404, 405, masked failure', async () => {
    expect(await (await post('/echo', '{ "a":1 }')).text()).toBe('{ "a":1 }');
    expect((await post('/echo', 'x'.repeat(17))).status).toBe(413);
    expect((await get('/nothing')).status).toBe(404);
    const wrongMethod = await get('/echo');
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
    const broken = await get('/broken');
    expect([broken.status, await broken.json()]).toEqual([500, { error: 'internal server error' }]);
  });
});

test('what a mutation publishes comes back to the consumer', async () => {
  expect((await client.query('mutation { click }', {}, customer())).data).toEqual({ click: 1 });
  await eventually(async () => {
    expect((await client.query('{ notes }', {}, anonymous())).data).toEqual({ notes: ['cleared 1'] });
  });
});

test('staff and customers are told apart on every request', async () => {
  const responses = await Promise.all(
    [customer(), operator(['s-1']), anonymous()].map((caller) => client.query('{ caller }', {}, caller)),
  );
  expect(responses.map(({ data }) => data?.caller.split(' ').at(-1))).toEqual([
    'customer',
    'store_operator',
    'anonymous',
  ]);
});
