import { createTestDatabase } from '@nakku/testkit';
import type { TestDatabase } from '@nakku/testkit';
import pg from 'pg';
import { migratePlatform } from '../src/index.ts';

describe('platform migrations', () => {
  let database: TestDatabase;
  const clients: pg.Client[] = [];
  beforeEach(async () => (database = await createTestDatabase('platform')));
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end();
    await database.drop();
  });

  const connected = async (): Promise<pg.Client> => {
    const client = new pg.Client(database.url);
    clients.push(client);
    await client.connect();
    return client;
  };

  test('replicas that start at once apply each migration once', async () => {
    const [a, b, c] = await Promise.all([connected(), connected(), connected()]);
    const applied = await Promise.all([a, b, c].map((client) => migratePlatform(client)));
    expect(applied.flat()).toEqual(['0001_platform.sql', '0002_topic_replays.sql']);
    expect(await migratePlatform(a)).toEqual([]);
  });

  test('an edited migration is refused', async () => {
    const client = await connected();
    await migratePlatform(client);
    await client.query("UPDATE platform.migrations SET checksum = 'other'");
    await expect(migratePlatform(client)).rejects.toThrow(
      '0001_platform.sql was edited after it was applied',
    );
  });

  test('invariants are in the database', async () => {
    const client = await connected();
    await migratePlatform(client);
    const refused = async (sql: string): Promise<void> => {
      await expect(client.query(sql)).rejects.toMatchObject({ code: '23514' });
    };
    const event = "'0198c5f4-0000-7000-8000-000000000000', 'cart'";
    await refused(`INSERT INTO platform.outbox (event_id, topic, key, lane, headers, payload)
      VALUES (${event}, 'k', 4, '{}', '{}')`);
    await refused(`INSERT INTO platform.outbox (event_id, topic, key, lane, headers, payload)
      VALUES (${event}, '', 1, '{}', '{}')`);
    await refused(`INSERT INTO platform.outbox (event_id, topic, key, lane, headers, payload)
      VALUES (${event}, 'k', 1, '{}', repeat('x', 900001))`);
    await refused("INSERT INTO platform.stream_positions VALUES ('cart', 'k', -1)");
    await refused(
      "INSERT INTO platform.stream_positions (topic, key, sequence, parked) VALUES ('cart', 'k', 1, -1)",
    );
    await refused("INSERT INTO platform.deadlines (kind, key, after_ms) VALUES ('a', 'k', 1)");
    await refused(
      "INSERT INTO platform.deadlines (kind, key, after_ms, due_at) VALUES ('a', 'k', -1, now())",
    );
    await refused(`INSERT INTO platform.idempotency_keys VALUES ('u', 'm', repeat('x', 256), 'h', '{}')`);
    await refused(`INSERT INTO platform.dead_letters
      (id, topic, partition, "offset", key, headers, value, reason, error, attempts, status)
      VALUES (gen_random_uuid(), 'cart', 0, 0, 'k', '{}', '', 'poison', '', 1, 'redriven')`);
    const partial = await client.query<{ indexname: string }>(
      "SELECT indexname FROM pg_indexes WHERE schemaname = 'platform' AND indexdef LIKE '%WHERE%' ORDER BY indexname",
    );
    expect(partial.rows.map((row) => row.indexname)).toEqual([
      'dead_letters_open',
      'deadlines_due',
      'deadlines_waiting',
      'outbox_unpublished',
      'stream_positions_blocked',
      'topic_replays_open',
    ]);
  });
});
