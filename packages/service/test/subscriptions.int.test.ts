import { anonymous, customer, eventually, testIdentity, subgraphClient, testWorld } from '@nakku/testkit';
import type { SubgraphClient, TestWorld } from '@nakku/testkit';
import pg from 'pg';
import { WebSocket } from 'ws';
import { openDatabase } from '../src/database.ts';
import type { RunningService } from '../src/index.ts';
import { startTiny } from './tiny/startTiny.ts';
import type { TinyProbe } from './tiny/startTiny.ts';

let world: TestWorld;
let service: RunningService;
let client: SubgraphClient;
const probe: TinyProbe = { quietEnded: 0, stopped: 0 };

beforeAll(async () => {
  world = await testWorld('tiny');
  service = await startTiny(world.env({ LOG_LEVEL: 'silent' }), probe);
  client = world.client(service);
});
afterAll(async () => {
  await service.stop();
  await world.cleanup();
});

async function all<T>(messages: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const message of messages) list.push(message);
  return list;
}

test('each subscription of a socket has its own caller, each event its own loaders', async () => {
  const [someone, other] = [customer(), customer()];
  const document = 'subscription ($n: Int!) { ticks(upTo: $n) { n loaded caller } }';
  const [mine, theirs] = await Promise.all([
    all(client.subscribe(document, { n: 3 }, someone)),
    all(client.subscribe(document, { n: 1 }, other)),
  ]);
  const caller = `${someone.userId} customer`;
  expect(mine).toEqual([1, 2, 3].map((n) => ({ data: { ticks: { n, loaded: 1, caller } } })));
  expect(theirs).toEqual([{ data: { ticks: { n: 1, loaded: 1, caller: `${other.userId} customer` } } }]);
});

test.each([
  ['none', 'quiet', () => Promise.resolve(undefined)],
  ['one for another subgraph', 'quiet', () => world.identity.signer.sign(customer(), 'orders')],
  ['one signed by a stranger', 'quiet', () => testIdentity().signer.sign(customer(), 'tiny')],
])('identity: %s is refused and the socket lives on', async (_name, field, identity) => {
  const stranger = subgraphClient(service.url, world.identity, 'orders');
  const forged = { ...world.identity, signer: { sign: async () => (await identity()) ?? '' } };
  const liar = subgraphClient(service.url, forged, 'tiny');
  await expect(
    liar.subscribe(`subscription { ${field} { n } }`, {}, customer()).next(),
  ).rejects.toMatchObject([
    { message: 'A signed identity is required', extensions: { code: 'UNAUTHENTICATED' } },
  ]);
  await Promise.all([stranger.close(), liar.close()]);
});

test('queries, invalid documents and syntax errors get an error message each', async () => {
  for (const [document, code] of [
    ['{ clicks }', 'BAD_REQUEST'],
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription {', 'GRAPHQL_PARSE_FAILED'],
  ] as const) {
    await expect(client.subscribe(document, {}, anonymous()).next()).rejects.toMatchObject([
      { extensions: { code } },
    ]);
  }
});

test('a stream that breaks ends with a masked error and leaves the other streams of the socket alone', async () => {
  const quiet = client.subscribe('subscription { quiet { n } }', {}, anonymous());
  expect(await quiet.next()).toMatchObject({ value: { data: { quiet: { n: 0 } } } });
  const breaking = client.subscribe('subscription { breaks { n } }', {}, anonymous());
  expect(await breaking.next()).toMatchObject({ value: { data: { breaks: { n: 1 } } } });
  await expect(breaking.next()).rejects.toEqual([
    { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ]);
  expect(await all(client.subscribe('subscription { ticks(upTo: 1) { n } }', {}, anonymous()))).toHaveLength(
    1,
  );
  const before = probe.quietEnded;
  await quiet.return?.();
  await eventually(() => expect(probe.quietEnded).toBe(before + 1));
});

test('a client that goes away ends its sources', async () => {
  const leaving = subgraphClient(service.url, world.identity, 'tiny');
  const quiet = leaving.subscribe('subscription { quiet { n } }', {}, anonymous());
  await quiet.next();
  const before = probe.quietEnded;
  await leaving.close();
  await eventually(() => expect(probe.quietEnded).toBe(before + 1));
  await eventually(async () => {
    const metrics = await (await fetch(`${service.internalUrl}/metrics`)).text();
    expect(metrics).toContain('subscriptions_active{service="tiny"} 0');
  });
});

test.each([
  ['another path', '/other', 'graphql-transport-ws', 404],
  ['another protocol', '/graphql', 'graphql-ws', 400],
])('an upgrade to %s is refused', async (_name, path, protocol, status) => {
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}${path}`, protocol);
  const responded = await new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
  });
  expect(responded).toBe(status);
});

describe('reads of subscriptions', () => {
  const connections = async (name: string): Promise<number> => {
    const { rows } = await observer.query<{ count: number }>(
      'SELECT count(*)::int FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()',
      [name],
    );
    return rows[0]?.count ?? 0;
  };
  let observer: pg.Client;
  beforeAll(async () => {
    observer = new pg.Client({ connectionString: world.databaseUrl });
    await observer.connect();
  });
  afterAll(() => observer.end());

  test('have connections of their own: however many wait, mutations do not', async () => {
    const watching = Array.from({ length: 20 }, () =>
      client.subscribe('subscription { slowTicks(ms: 400) { n } }', {}, anonymous()),
    );
    const first = watching.map((messages) => messages.next());
    await eventually(async () => expect(await connections('tiny-live')).toBe(3));
    let clicked = 0;
    const allArrived = Promise.all(first).then(() => 'ticks');
    const clicks = async (): Promise<string> => {
      for (; clicked < 20; clicked += 1) await client.query('mutation { click }', {}, customer());
      return 'clicks';
    };
    expect(await Promise.race([allArrived, clicks()])).toBe('clicks');
    expect(await connections('tiny-live')).toBe(3);
    expect((await first[0])?.value).toEqual({ data: { slowTicks: { n: 1 } } });
    await Promise.all(first);
  });
});

test('a connection that breaks while a request holds it does not end the process', async () => {
  const { pool } = openDatabase({ url: world.databaseUrl, poolSize: 2, service: 'held' });
  const held = await pool.connect();
  const ended = new Promise((resolve) => held.once('end', resolve));
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'held' AND pid <> pg_backend_pid()",
  );
  await ended;
  await expect(held.query('SELECT 1')).rejects.toThrow();
  held.release(true);
  expect((await pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
