import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import { createTestDatabase, eventually, tcpProxy } from '../src/index.ts';
import type { TcpProxy, TestDatabase } from '../src/index.ts';

let database: TestDatabase;
let proxy: TcpProxy;

beforeAll(async () => {
  database = await createTestDatabase('proxy');
  proxy = await tcpProxy(new URL(database.url).host);
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});
afterEach(() => proxy.restore());

async function connected(): Promise<pg.Client> {
  const url = new URL(database.url);
  url.host = `${proxy.host}:${proxy.port}`;
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

test('delivers, delays and delivers again', async () => {
  const client = await connected();
  proxy.latency(40);
  const started = performance.now();
  const { rows } = await client.query('SELECT repeat($1, 100000) AS text', ['x']);
  expect(performance.now() - started).toBeGreaterThanOrEqual(79);
  expect(rows[0].text).toHaveLength(100_000);
  await client.end();
});

test('bytes stay in order when the delay ends', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port }: { port: number } = Object(server.address());
  const own = await tcpProxy(`127.0.0.1:${port}`);
  const client = connect(own.port, own.host).setNoDelay(true);
  const [[socket]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
  const received = text(socket);
  own.latency(60);
  const pieces = Array.from({ length: 200 }, (_, i) => `${i} `);
  for (const [i, piece] of pieces.entries()) {
    if (i === 100) own.restore();
    client.write(piece);
    await nextTurn();
  }
  client.end();
  expect(await received).toBe(pieces.join(''));
  await own.close();
  server.close();
});

test('cut breaks what is open and refuses what is new, until restored', async () => {
  const client = await connected();
  const failing = client.query('SELECT pg_sleep(10)');
  proxy.cut();
  await expect(failing).rejects.toThrow();
  await expect(connected()).rejects.toThrow();
  proxy.restore();
  await (await connected()).end();
});

test('a black hole holds everything back; nothing is lost when it ends', async () => {
  const client = await connected();
  proxy.blackhole();
  let responded = false;
  const pending = client.query('SELECT 7 AS n').then((result) => {
    responded = true;
    return result;
  });
  await expect(eventually(() => expect(responded).toBe(true), { timeoutMs: 150 })).rejects.toThrow(
    /not within/,
  );
  proxy.restore();
  expect((await pending).rows).toEqual([{ n: 7 }]);
  await client.end();
});

test('a target that is not known yet refuses connections until it is', async () => {
  const known: string[] = [];
  const later = await tcpProxy(() => known[0]);
  const client = () => new pg.Client({ host: later.host, port: later.port, user: 'postgres' });
  await expect(client().connect()).rejects.toThrow();
  known.push(new URL(database.url).host);
  const connected = client();
  await connected.connect();
  await connected.end();
  await later.close();
});
