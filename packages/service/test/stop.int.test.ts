import { anonymous, customer, eventually, testWorld } from '@nakku/testkit';
import type { TestWorld } from '@nakku/testkit';
import pg from 'pg';
import { startTiny } from './tiny/startTiny.ts';
import type { TinyProbe } from './tiny/startTiny.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('tiny');
});
afterAll(() => world.cleanup());

/** Waits until so many requests are inside the database. */
async function sleepingStatements(count: number): Promise<void> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await eventually(async () => {
    const { rows } = await client.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep($1)%' AND pid <> pg_backend_pid()`,
    );
    expect(rows).toEqual([{ n: count }]);
  });
  await client.end();
}

test('a stop completes running requests, refuses new ones, closes sockets with 1012, and frees the port', async () => {
  const probe: TinyProbe = { quietEnded: 0, stopped: 0 };
  const service = await startTiny(world.env(), probe);
  const client = world.client(service);
  const quiet = client.subscribe('subscription { quiet { n } }', {}, anonymous());
  await quiet.next();
  const closed = quiet.next();
  const running = client.query('{ slow(ms: 400) }', {}, customer());
  await sleepingStatements(1);
  const stopped = service.stop();
  const again = service.stop();
  expect(await running).toEqual({
    status: 200,
    data: { slow: 'done' },
    errors: undefined,
    cacheControl: 'no-store',
  });
  await expect(closed).rejects.toMatchObject({ code: 1012, reason: 'Service Restart' });
  await Promise.all([stopped, again]);
  expect(probe).toEqual({ quietEnded: 1, stopped: 1 });
  await expect(fetch(`${service.url}/live`)).rejects.toThrow();
  const next = await startTiny(world.env({ PORT: String(service.port) }));
  expect((await fetch(`${next.url}/live`)).status).toBe(200);
  await next.stop();
});

test('a request that never ends does not hold the stop beyond its grace', async () => {
  const service = await startTiny(world.env({ SHUTDOWN_GRACE_MS: '1500', LOG_LEVEL: 'silent' }));
  const client = world.client(service);
  const endless = client.query('{ slow(ms: 10000) }', {}, customer()).catch((error: unknown) => error);
  await sleepingStatements(1);
  const started = performance.now();
  await service.stop();
  expect(performance.now() - started).toBeLessThan(2_500);
  expect(await endless).toMatchObject({ message: 'fetch failed' });
});

test('a port that is taken fails the start and leaves nothing open', async () => {
  const service = await startTiny(world.env());
  await expect(startTiny(world.env({ PORT: String(service.port) }))).rejects.toThrow(/EADDRINUSE/);
  await service.stop();
});

test('without Redis and broker the service starts, is ready and serves', async () => {
  const nowhere = { REDIS_URL: 'redis://127.0.0.1:1', KAFKA_BROKERS: '127.0.0.1:1', LOG_LEVEL: 'silent' };
  const service = await startTiny(world.env(nowhere));
  await eventually(async () => expect((await fetch(`${service.url}/ready`)).status).toBe(200));
  expect((await world.client(service).query('mutation { click }', {}, customer())).data).toEqual({
    click: 1,
  });
  expect(await (await fetch(`${service.internalUrl}/health`)).json()).toMatchObject({
    ready: true,
    dependencies: { broker: { status: 'down' }, redis: { status: 'down' }, database: { status: 'up' } },
  });
  await service.stop();
});

test('without its database it does not start', async () => {
  const env = world.env({ DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/none', LOG_LEVEL: 'silent' });
  await expect(startTiny(env)).rejects.toThrow(/ECONNREFUSED/);
});
