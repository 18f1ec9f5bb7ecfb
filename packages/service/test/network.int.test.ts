import { anonymous, customer, eventually, servers, tcpProxy, testWorld } from '@nakku/testkit';
import type { SubgraphClient, TcpProxy, TestWorld } from '@nakku/testkit';
import type { RunningService } from '../src/index.ts';
import { startTiny } from './tiny/startTiny.ts';

let world: TestWorld;
let service: RunningService;
let client: SubgraphClient;
let postgres: TcpProxy;
let redis: TcpProxy;

beforeAll(async () => {
  world = await testWorld('tiny');
  postgres = await tcpProxy(servers().postgresUrl);
  redis = await tcpProxy(servers().redisUrl);
  const database = new URL(world.databaseUrl);
  database.port = String(postgres.port);
  service = await startTiny(
    world.env({
      DATABASE_URL: database.href,
      REDIS_URL: `redis://${redis.host}:${redis.port}`,
      LOG_LEVEL: 'silent',
    }),
  );
  client = world.client(service);
  await readyIs(200);
});
afterAll(async () => {
  await service.stop();
  await Promise.all([postgres.close(), redis.close()]);
  await world.cleanup();
});
afterEach(() => {
  postgres.restore();
  redis.restore();
});

const readyIs = (status: number) =>
  eventually(async () => expect((await fetch(`${service.url}/ready`)).status).toBe(status));

test('a database that is cut off makes it not ready, masks errors, and heals', async () => {
  postgres.cut();
  await readyIs(503);
  expect((await fetch(`${service.url}/live`)).status).toBe(200);
  const { errors } = await client.query('{ clicks }', {}, anonymous());
  expect(errors).toEqual([
    { message: 'Internal server error', path: ['clicks'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ]);
  postgres.restore();
  await readyIs(200);
  expect((await client.query('{ clicks }', {}, anonymous())).data).toEqual({ clicks: 0 });
});

test('a database behind a black hole makes it not ready, and the waiting request completes afterwards', async () => {
  postgres.blackhole();
  const waiting = client.query('{ clicks }', {}, anonymous());
  await readyIs(503);
  postgres.restore();
  expect(await waiting).toEqual({
    status: 200,
    data: { clicks: 0 },
    errors: undefined,
    cacheControl: 'no-store',
  });
  await readyIs(200);
});

test.each(['cut', 'blackhole'] as const)('Redis under a %s stops nothing', async (fault) => {
  const before = Number((await client.query('{ clicks }', {}, anonymous())).data?.clicks);
  redis[fault]();
  expect((await client.query('mutation { click }', {}, customer())).data).toEqual({ click: before + 1 });
  expect((await fetch(`${service.url}/ready`)).status).toBe(200);
  await eventually(async () => {
    const { data } = await client.query('{ notes }', {}, anonymous());
    expect(data?.notes).toContain(`cleared ${before + 1}`);
  });
});
