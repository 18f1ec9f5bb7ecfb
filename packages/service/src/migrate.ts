import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { migratePlatform } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type pg from 'pg';
import { connectCreating } from './createDatabase.ts';

/** The number that Prisma Migrate locks, so that its CLI and starting services exclude each other. */
const prismaLock = 72_707_369;

/** As Prisma Migrate creates it. */
const migrationsTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Brings a database up to date: creates it if it is missing, applies the platform's migrations, then the
 * service's, with the rows that `prisma migrate deploy` would write. Services that start at once wait for each
 * other.
 * @param directory `prisma/<name>/migrations`
 * @returns the names of the service's migrations that were applied
 * @throws Error when a migration fails or an earlier one did (P3009, as Prisma names it)
 */
export async function migrate(databaseUrl: string, directory: string): Promise<string[]> {
  const client = await connectCreating(databaseUrl);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock]);
    await migratePlatform(client);
    return await applyMissing(client, await migrationsIn(directory));
  } finally {
    // Ending the connection gives the lock back.
    await client.end();
  }
}

async function migrationsIn(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(path.join(directory, name, 'migration.sql'));
      return {
        name,
        sql: bytes.toString('utf8'),
        checksum: createHash('sha256').update(bytes).digest('hex'),
      };
    }),
  );
}

async function applyMissing(client: pg.Client, migrations: readonly Migration[]): Promise<string[]> {
  const log = logger({ part: 'migrations' });
  await client.query(migrationsTable);
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const failed = rows.find((row) => !row.finished);
  if (failed)
    throw new Error(`P3009: migration ${failed.name} failed before; repair it with prisma migrate resolve`);
  const known = new Map(rows.map((row) => [row.name, row.checksum]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const checksum = known.get(migration.name);
    if (checksum === undefined) {
      await apply(client, migration);
      applied.push(migration.name);
    } else if (checksum !== migration.checksum) {
      log.warn({ migration: migration.name }, 'a migration was modified after it was applied');
    }
  }
  if (applied.length > 0) log.info({ applied }, 'migrations applied');
  return applied;
}

/** The row is written first, so that a half-applied migration stays visible; the script is one transaction. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query(
    'INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name) VALUES ($1, $2, now(), $3)',
    [id, checksum, name],
  );
  try {
    await client.query(sql);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [
      id,
      `A migration failed to apply.\n\nMigration name: ${name}\n\n${message}`,
    ]);
    throw new Error(`P3018: migration ${name} failed: ${message}`, { cause: error });
  }
  await client.query(
    'UPDATE _prisma_migrations SET applied_steps_count = 1, finished_at = clock_timestamp() WHERE id = $1',
    [id],
  );
}
