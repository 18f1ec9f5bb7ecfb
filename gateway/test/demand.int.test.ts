import { eventually, servers, tcpProxy } from '@nakku/testkit';
import type { TcpProxy } from '@nakku/testkit';
import { Redis } from 'ioredis';
import type { RunningGateway } from '../src/index.ts';
import { rawSocket } from './support/rawSocket.ts';
import { eachTransport, transports } from './support/transports.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
let proxy: TcpProxy;
beforeAll(async () => {
  // What fetches and new documents cost has tests of its own: planning.int.test.ts.
  const free = { FETCH_COST: '0', NEW_DOCUMENT_COST: '0', PLANNING_COST_PER_MS: '0' };
  world = await startWorld({ SOCKET_QUERIES: 'true', SHOW_COST: 'true', ...free });
  proxy = await tcpProxy(servers().redisUrl);
});
afterAll(async () => {
  await world.close();
  await proxy.close();
});

let budgets = 0;
/** A gateway whose clients have budgets of their own. */
const gatewayWith = (env: Record<string, string>): Promise<RunningGateway> =>
  world.anotherGateway({ REDIS_PREFIX: `${world.redisPrefix}${(budgets += 1)}:`, ...env });
const slow = { COST_PER_USER: '100', COST_PER_USER_PER_SECOND: '1' };
const trips = (first: number) => ({ query: `{ trips(first: ${first}) { id } }` });
const requestCount = () => world.stubs.trips.requests.length;

describe('cost', () => {
  test('is estimated before and counted after, in extensions and headers', async () => {
    const { body, headers } = await transports.post(world, {
      query: '{ trips(first: 90) { traveller { name } } }',
    });
    // 90 trips with a traveller each were asked for, and 50 came.
    const remaining = 300_000 - 100;
    expect(body.extensions).toEqual({
      cost: {
        estimated: 180,
        actual: 100,
        maximum: 10_000,
        budget: { capacity: 300_000, remaining, restoredPerSecond: 15_000 },
      },
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-graphql-cost-estimated': '180',
      'x-graphql-cost-actual': '100',
      'x-graphql-cost-remaining': String(remaining),
      'ratelimit-limit': '3000',
      'ratelimit-remaining': '2999',
      'ratelimit-policy': '3000;w=20',
    });
  });

  test.each(eachTransport)('of one operation is bounded over %s', async (_, send) => {
    const before = requestCount();
    const { status, body } = await send(world, { query: '{ trips(first: 10001) { id } }' });
    expect(body.errors).toEqual([
      {
        message: 'The estimated cost 10001 is more than 10000',
        extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', estimated: 10_001, maximum: 10_000 },
      },
    ]);
    expect([undefined, 200, 400]).toContain(status);
    expect(requestCount()).toBe(before);
  });

  test('of lists is what variables say', async () => {
    const query = 'query ($n: Int) { trips(first: $n) { id } }';
    const { codes } = await transports.post(world, { query, variables: { n: 10_001 } });
    expect(codes).toEqual(['COST_ESTIMATED_TOO_EXPENSIVE']);
  });

  test('may only be measured', async () => {
    const gateway = await gatewayWith({ ...slow, DEMAND_CONTROL: 'measure', MAX_COST: '20' });
    const token = await world.token();
    for (let i = 0; i < 4; i++) {
      expect((await transports.post(gateway, trips(50), token)).codes).toEqual([]);
    }
    const metrics = await (await fetch(`${gateway.internalUrl}/metrics`)).text();
    expect(metrics).toMatch(/demand_refused_total\{budget="cost",service="gateway"\} [1-9]/);
  });
});

describe('budgets', () => {
  test('are each client’s own, hold over every transport, and say when to come back', async () => {
    const gateway = await gatewayWith(slow);
    const token = await world.token({ sub: 'u1' });
    const first = await transports.post(gateway, trips(50), token);
    expect(first.headers.get('x-graphql-cost-remaining')).toBe('50');
    expect((await transports.websocket(gateway, trips(40), token)).codes).toEqual([]);
    const before = requestCount();
    for (const [name, send] of eachTransport) {
      const { status, headers, body } = await send(gateway, trips(50), token);
      const [error] = Object(body).errors;
      expect([name, error.extensions.code]).toEqual([name, 'COST_BUDGET_EXHAUSTED']);
      expect(error.extensions.retryAfterSeconds).toBeGreaterThan(30);
      expect(error.extensions.retryAfterSeconds).toBeLessThanOrEqual(41);
      if (status !== undefined) {
        expect(status).toBe(429);
        expect(headers.get('retry-after')).toBe(String(error.extensions.retryAfterSeconds));
      }
    }
    expect(requestCount()).toBe(before);
    expect((await transports.post(gateway, trips(2), token)).codes).toEqual([]);
    const other = await world.token({ sub: 'u2' });
    expect((await transports.post(gateway, trips(50), other)).codes).toEqual([]);
    expect((await transports.post(gateway, trips(50))).codes).toEqual([]);
  });

  test('are charged by what came, not by what was asked for', async () => {
    const gateway = await gatewayWith(slow);
    const token = await world.token();
    await transports.post(gateway, trips(90), token);
    await eventually(async () => {
      const { codes, headers } = await transports.post(gateway, trips(40), token);
      expect([codes, headers.get('x-graphql-cost-actual')]).toEqual([[], '40']);
    });
  });

  test('come back with time', async () => {
    const gateway = await gatewayWith({ COST_PER_USER: '100', COST_PER_USER_PER_SECOND: '200' });
    const token = await world.token();
    await transports.post(gateway, trips(50), token);
    await transports.post(gateway, trips(50), token);
    await eventually(async () =>
      expect((await transports.post(gateway, trips(50), token)).codes).toEqual([]),
    );
  });

  test('are shared by all gateways', async () => {
    const REDIS_PREFIX = `${world.redisPrefix}shared:`;
    const [one, two] = [
      await gatewayWith({ ...slow, REDIS_PREFIX }),
      await gatewayWith({ ...slow, REDIS_PREFIX }),
    ];
    const token = await world.token();
    expect((await transports.post(one, trips(50), token)).codes).toEqual([]);
    expect((await transports.post(two, trips(50), token)).codes).toEqual([]);
    expect((await transports.post(one, trips(50), token)).codes).toEqual(['COST_BUDGET_EXHAUSTED']);
  });

  test('refuse a subscription before it is begun', async () => {
    const gateway = await gatewayWith({ COST_PER_USER: '4', COST_PER_USER_PER_SECOND: '1' });
    const token = await world.token();
    const query = 'subscription { tripUpdated(tripId: "1") { step trip { id traveller { name } } } }';
    const socket = await rawSocket(gateway, { token });
    const before = world.stubs.trips.subscribed.length;
    socket.sendMessage({ type: 'subscribe', id: 'a', payload: { query } });
    await eventually(() => expect(socket.received.at(-1)).toMatchObject({ id: 'a', type: 'next' }));
    socket.sendMessage({ type: 'subscribe', id: 'b', payload: { query } });
    await eventually(() => expect(socket.received.at(-1)).toMatchObject({ id: 'b', type: 'error' }));
    expect(socket.received.at(-1)).toMatchObject({
      payload: [{ extensions: { code: 'COST_BUDGET_EXHAUSTED' } }],
    });
    expect(world.stubs.trips.subscribed).toHaveLength(before + 1);
    socket.ws.terminate();
  });
});

describe('requests', () => {
  test('of one address are limited, whatever they ask for', async () => {
    // One request comes back each second: on a busy machine in between, and then the next gateway shows it.
    const gateway = await eventually(async () => {
      const fresh = await gatewayWith({ REQUESTS_PER_ADDRESS: '3', REQUESTS_PER_ADDRESS_PER_SECOND: '1' });
      const remaining: (string | null)[] = [];
      for (const query of ['{ __typename }', '{ nothing }', '}{']) {
        remaining.push((await transports.post(fresh, { query })).headers.get('ratelimit-remaining'));
      }
      expect(remaining).toEqual(['2', '1', '0']);
      const { status, headers, codes } = await transports.post(fresh, { query: '}{' });
      expect([status, codes, headers.get('retry-after')]).toEqual([429, ['RATE_LIMITED'], '1']);
      return fresh;
    });
    // A socket may take longer to open than that.
    await eventually(async () => {
      await transports.post(gateway, { query: '}{' });
      expect((await transports.websocket(gateway, { query: '{ __typename }' })).codes).toEqual([
        'RATE_LIMITED',
      ]);
    });
    const token = await world.token();
    expect((await transports.post(gateway, { query: '{ __typename }' }, token)).codes).toEqual([]);
    await eventually(async () =>
      expect((await transports.post(gateway, { query: '{ __typename }' })).codes).toEqual([]),
    );
  });
});

describe('without Redis', () => {
  const keepsOwn = async (broken: () => void) => {
    proxy.restore();
    const { port } = new URL(servers().redisUrl);
    const gateway = await gatewayWith({
      ...slow,
      REDIS_URL: servers().redisUrl.replace(port, String(proxy.port)),
    });
    const token = await world.token();
    broken();
    for (let i = 0; i < 2; i++) {
      expect((await transports.post(gateway, trips(50), token)).codes).toEqual([]);
    }
    const { codes, status } = await transports.post(gateway, trips(50), token);
    expect([codes, status]).toEqual([['COST_BUDGET_EXHAUSTED'], 429]);
    const tooMuch = await transports.post(gateway, trips(10_001), token);
    expect(tooMuch.codes).toEqual(['COST_ESTIMATED_TOO_EXPENSIVE']);
    proxy.restore();
    // The shared budget is full: nothing was consumed from it.
    await eventually(async () => {
      expect((await transports.post(gateway, trips(50), token)).codes).toEqual([]);
    });
  };

  test('a gateway keeps budgets of its own, and the cost of one operation is bounded: refused connections', () =>
    keepsOwn(proxy.cut));

  test('the same when Redis does not respond any more', () => keepsOwn(proxy.blackhole));

  test('the same when Redis takes no writes: full, or a replica', async () => {
    const redis = new Redis(servers().redisUrl);
    const user = `reader${Date.now()}`;
    await redis.call('ACL', 'SETUSER', user, 'on', '>secret', '~*', '&*', '+@all', '-@write');
    try {
      const url = new URL(servers().redisUrl);
      url.username = user;
      url.password = 'secret';
      const gateway = await gatewayWith({ ...slow, REDIS_URL: url.href });
      const token = await world.token();
      const outcomes: unknown[][] = [];
      for (let i = 0; i < 5; i++) outcomes.push((await transports.post(gateway, trips(50), token)).codes);
      expect(outcomes).toEqual([[], [], ...Array.from({ length: 3 }, () => ['COST_BUDGET_EXHAUSTED'])]);
    } finally {
      await redis.call('ACL', 'DELUSER', user);
      redis.disconnect();
    }
  });
});

test('a client far from its limits costs Redis a few calls, not some for each request', async () => {
  const redis = new Redis(servers().redisUrl);
  const user = `counted${Date.now()}`;
  // The calls of a Redis user: others use the same Redis meanwhile.
  await redis.call('ACL', 'SETUSER', user, 'on', '>secret', '~*', '&*', '+@all');
  const url = new URL(servers().redisUrl);
  url.username = user;
  url.password = 'secret';
  const gateway = await gatewayWith({
    REDIS_URL: url.href,
    DEMAND_LEASE_MS: '60000',
    REQUESTS_PER_USER_PER_SECOND: '1',
  });
  const commands = async () => {
    const clients = String(await redis.client('LIST'));
    const mine = clients.split('\n').filter((line) => line.includes(` user=${user} `));
    return mine.reduce((sum, line) => sum + Number(/tot-cmds=(\d+)/.exec(line)?.[1] ?? 0), 0);
  };
  try {
    const token = await world.token();
    await transports.post(gateway, trips(10), token);
    const before = await commands();
    for (let i = 0; i < 40; i++) {
      const { headers } = await transports.post(gateway, trips(10), token);
      const remaining = Number(headers.get('ratelimit-remaining'));
      expect([998 - i, 999 - i]).toContain(remaining);
    }
    expect((await commands()) - before).toBeLessThan(20);
  } finally {
    await redis.call('ACL', 'DELUSER', user);
    redis.disconnect();
  }
});
