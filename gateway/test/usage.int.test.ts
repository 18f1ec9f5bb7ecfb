import { eventually, redisPrefix, servers, tcpProxy } from '@nakku/testkit';
import { logger } from '@nakku/telemetry';
import { Redis } from 'ioredis';
import { dayOf } from '../src/usage/usageRecord.ts';
import { createUsageRecorder } from '../src/usage/usageRecorder.ts';
import { addUses, readUsage } from '../src/usage/usageStore.ts';
import { overWebSocket } from './support/clients.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

const app = (version: string) => ({
  'apollographql-client-name': 'shop-app',
  'apollographql-client-version': version,
});
const today = dayOf(Date.now());

let world: World;
let redis: Redis;
beforeAll(async () => {
  redis = new Redis(servers().redisUrl);
  world = await startWorld({ FIELD_USAGE_FLUSH_MS: '50' });
});
afterAll(async () => {
  await world.close();
  redis.disconnect();
});

async function usesOf(name: string, version: string): Promise<Record<string, number>> {
  const record = await readUsage(redis, { prefix: world.redisPrefix, days: 2, now: Date.now() });
  const client = record.clients.find((one) => one.name === name && one.version === version);
  return Object.fromEntries(Object.entries(client?.coordinates ?? {}).map(([at, { count }]) => [at, count]));
}

test('what each client uses is recorded by name and version, with or without a name', async () => {
  const query = 'query Some($id: ID!) { trip(id: $id) { step ...T } } fragment T on Trip { id }';
  for (const version of ['1', '1', '2'])
    await world.execute(query, { variables: { id: '1' }, headers: app(version) });
  await world.execute('{ whoami }');
  const used = (count: number) => ({
    'Query.trip': count,
    'Query.trip(id:)': count,
    Trip: count,
    'Trip.id': count,
    'Trip.step': count,
  });
  await eventually(async () => expect(await usesOf('shop-app', '1')).toEqual(used(2)));
  await eventually(async () => expect(await usesOf('shop-app', '2')).toEqual(used(1)));
  await eventually(async () => expect(await usesOf('unnamed', '-')).toEqual({ 'Query.whoami': 1 }));
});

test('a refused operation is no use', async () => {
  await world.execute('{ trip(id: "1") { nothing } }', { headers: app('refused') });
  await world.execute('{ whoami }', { headers: app('after') });
  await eventually(async () => expect(await usesOf('shop-app', 'after')).toEqual({ 'Query.whoami': 1 }));
  expect(await usesOf('shop-app', 'refused')).toEqual({});
});

test('a subscription is used once, by the client that its socket names', async () => {
  const watching = overWebSocket(world, 'subscription { tripsFeed { steps } }', { client: app('socket') });
  await eventually(() => expect(watching.messages.length).toBeGreaterThan(0));
  await eventually(async () =>
    expect(await usesOf('shop-app', 'socket')).toEqual({ 'Subscription.tripsFeed': 1, 'TripsFeed.steps': 1 }),
  );
  await watching.stop();
});

describe('who uses what will be removed', () => {
  const notice = 'Trip.title;removal="2027-01-31";use="Trip.note"';

  test('is told by a header, which pages of allowed origins may read', async () => {
    const { headers } = await world.execute('{ trips(first: 1) { title } }', { headers: app('1') });
    expect(headers.get('x-deprecated-fields')).toBe(notice);
    const other = await world.execute('{ trips(first: 1) { id } }', {
      headers: { origin: 'http://localhost:3000' },
    });
    expect(other.headers.get('x-deprecated-fields')).toBeNull();
    expect(other.headers.get('access-control-expose-headers')).toMatch(/\bx-deprecated-fields\b/);
  });

  test('is told by a stream as well', async () => {
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: '{ trips(first: 1) { title } }' }),
    });
    expect(response.headers.get('x-deprecated-fields')).toBe(notice);
    await response.text();
  });
});

describe('the record', () => {
  const options = (prefix: string, maxEntries = 100) => ({ prefix, days: 2, maxEntries });

  test('is bounded: on a full day new clients are counted together, and nothing is lost', async () => {
    const prefix = redisPrefix();
    const use = (client: string, coordinate: string) => ({ client: `${client}\t1`, coordinate, count: 3 });
    await addUses(redis, today, [use('a', 'T.x'), use('a', 'T.y')], options(prefix, 2));
    await addUses(redis, today, [use('b', 'T.x'), use('c', 'T.x'), use('a', 'T.x')], options(prefix, 2));
    const { clients } = await readUsage(redis, { prefix, days: 1, now: Date.now() });
    expect(clients).toEqual([
      {
        name: 'a',
        version: '1',
        coordinates: { 'T.x': { count: 6, lastUsed: today }, 'T.y': { count: 3, lastUsed: today } },
      },
      { name: 'other', version: '-', coordinates: { 'T.x': { count: 6, lastUsed: today } } },
    ]);
    const [key = ''] = await redis.keys(`${prefix}*`);
    expect(await redis.ttl(key)).toBeGreaterThan(2 * 24 * 60 * 60);
    await redis.del(key);
  });

  test('waits for a Redis that is away', async () => {
    const prefix = redisPrefix();
    const proxy = await tcpProxy(servers().redisUrl);
    const recorder = createUsageRecorder({
      ...options(prefix),
      redisUrl: `redis://127.0.0.1:${proxy.port}`,
      flushMs: 60_000,
      log: logger(),
    });
    const read = async () => (await readUsage(redis, { prefix, days: 1, now: Date.now() })).clients;
    const use = { byText: ['T.x'], byVariables: ['I.y'] };
    recorder.note({ name: 'a', version: '1' }, use);
    await eventually(async () => {
      await recorder.flush();
      expect(await read()).toHaveLength(1);
    });
    proxy.cut();
    recorder.note({ name: 'a', version: '1' }, use);
    await recorder.flush();
    recorder.note({ name: 'a', version: '1' }, use);
    proxy.restore();
    await eventually(async () => {
      await recorder.flush();
      expect((await read())[0]?.coordinates).toEqual({
        'I.y': { count: 3, lastUsed: today },
        'T.x': { count: 3, lastUsed: today },
      });
    });
    await recorder.stop();
    await proxy.close();
    await redis.del(await redis.keys(`${prefix}*`));
  });
});
