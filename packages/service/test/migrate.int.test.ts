import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initTelemetry } from '@nakku/telemetry';
import { createTestDatabase } from '@nakku/testkit';
import type { TestDatabase } from '@nakku/testkit';
import pg from 'pg';
import { migrate } from '../src/index.ts';
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
    'P3009: migration 20260103000000_broken failed before',
  );
  await rows(
    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '20260103000000_broken'",
  );
  rmSync(path.join(folder, '20260103000000_broken'), { recursive: true });
  expect(await migrate(database.url, folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
