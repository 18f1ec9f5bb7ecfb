import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initTelemetry } from '@nakku/telemetry';
import { createTestDatabase, eventually } from '@nakku/testkit';
import type { TestDatabase } from '@nakku/testkit';
import pg from 'pg';
import { migrate, requireMigrated } from '../src/migrations/migrate.ts';
import { migrations } from './tiny/startTiny.ts';

const telemetry = initTelemetry({ service: 'tiny', logLevel: 'error' });
afterAll(() => telemetry.shutdown());

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase('migrate');
});
afterEach(() => database.drop());

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows: found } = await client.query(sql);
  await client.end();
  return found;
}

const names = ['20260101000000_init', '20260102000000_notes'];

test('starts at the same moment create the database once and apply each migration once', async () => {
  await database.drop();
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, migrations)));
  expect(applied.flat().sort()).toEqual(names);
  expect(
    await rows(`SELECT migration_name, applied_steps_count, finished_at IS NOT NULL AS finished, length(checksum) AS sum
                  FROM _prisma_migrations ORDER BY started_at`),
  ).toEqual(
    names.map((migration_name) => ({ migration_name, applied_steps_count: 1, finished: true, sum: 64 })),
  );
  expect(await rows('SELECT value FROM counter')).toEqual([{ value: '0' }]);
  expect(
    await rows("SELECT count(*)::int AS n FROM information_schema.tables WHERE table_schema = 'platform'"),
  ).not.toEqual([{ n: 0 }]);
  expect(await migrate(database.url, migrations)).toEqual([]);
});

test('a migration that fails keeps nothing, is named, and blocks the next start until it is repaired', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nakku-migrations-'));
  cpSync(migrations, folder, { recursive: true });
  mkdirSync(path.join(folder, '20260103000000_broken'));
  writeFileSync(
    path.join(folder, '20260103000000_broken/migration.sql'),
    'CREATE TABLE half (id int); CREATE TABLE counter (id int);',
  );
  await expect(migrate(database.url, folder)).rejects.toThrow(
    'P3018: migration 20260103000000_broken failed: relation "counter" already exists',
  );
  expect(await rows("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
  await expect(migrate(database.url, folder)).rejects.toThrow(
    'P3009: migration 20260103000000_broken failed before; mend its cause, then repeat it with --migrate-only',
  );
  await rows(
    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '20260103000000_broken'",
  );
  rmSync(path.join(folder, '20260103000000_broken'), { recursive: true });
  expect(await migrate(database.url, folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** The migrations of `tiny` and one more. */
function withMigration(name: string, sql: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'nakku-migrations-'));
  cpSync(migrations, folder, { recursive: true });
  mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, name, 'migration.sql'), sql);
  return folder;
}

test('a migration that does not get its lock in time is repeated, and does not hold up readers meanwhile', async () => {
  await migrate(database.url, migrations);
  const folder = withMigration('20260103000000_widen', 'ALTER TABLE counter ADD COLUMN note text;');
  const reader = new pg.Client({ connectionString: database.url });
  await reader.connect();
  await reader.query('BEGIN');
  await reader.query('SELECT value FROM counter');
  const limits = { lockTimeoutMs: 100, lockAttempts: 1 };
  await expect(migrate(database.url, folder, limits)).rejects.toThrow(
    'P3018: migration 20260103000000_widen failed: canceling statement due to lock timeout',
  );
  const name = '20260103000000_widen';
  const migrating = migrate(database.url, folder, { ...limits, lockAttempts: 200, retryFailed: name });
  await eventually(async () =>
    expect(
      await rows("SELECT 1 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted"),
    ).toHaveLength(1),
  );
  await reader.query('COMMIT');
  await reader.end();
  expect(await migrating).toEqual([name]);
  expect(
    await rows(`SELECT finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS rolled_back
                  FROM _prisma_migrations WHERE migration_name = '${name}' ORDER BY started_at`),
  ).toEqual([
    { finished: false, rolled_back: true },
    { finished: true, rolled_back: false },
  ]);
  rmSync(folder, { recursive: true });
});

test('an index can be built concurrently while another start waits, and one that failed is built anew', async () => {
  await migrate(database.url, migrations);
  await rows('CREATE TABLE place (code int NOT NULL); INSERT INTO place VALUES (1), (1)');
  const name = '20260103000000_place_code';
  const folder = withMigration(name, 'CREATE UNIQUE INDEX CONCURRENTLY place_code ON place (code);');
  await expect(migrate(database.url, folder)).rejects.toThrow(
    `P3018: migration ${name} failed: could not create`,
  );
  await rows('DELETE FROM place WHERE ctid IN (SELECT min(ctid) FROM place)');
  const starts = [migrate(database.url, folder, { retryFailed: name }), migrate(database.url, folder)];
  const applied = await Promise.allSettled(starts);
  expect(applied[0]).toEqual({ status: 'fulfilled', value: [name] });
  expect(await rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'place_code'::regclass")).toEqual([
    { indisvalid: true },
  ]);
  await expect(migrate(database.url, folder, { retryFailed: name })).rejects.toThrow(
    `No failed migration of this database is called ${name}`,
  );
  rmSync(folder, { recursive: true });
});

test('a service that does not migrate refuses a database that is behind', async () => {
  const [first = '', second = ''] = names;
  await expect(requireMigrated(database.url, migrations)).rejects.toThrow('_prisma_migrations');
  await migrate(database.url, migrations);
  await requireMigrated(database.url, migrations);
  await rows(`DELETE FROM _prisma_migrations WHERE migration_name = '${second}'`);
  await expect(requireMigrated(database.url, migrations)).rejects.toThrow(
    `${second}: not applied, and MIGRATE_ON_START is false`,
  );
  expect(await rows('SELECT migration_name FROM _prisma_migrations')).toEqual([{ migration_name: first }]);
});
