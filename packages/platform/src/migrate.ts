import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { ClientBase } from 'pg';

/** Folder of the platform's migrations; each service applies them before its own. */
export const platformMigrations = new URL('../migrations/', import.meta.url);

/** One number for all replicas of a service that start at once; services have databases of their own. */
const migrationLock = 7_215_001;

/**
 * Brings the schema `platform` of the connected database up to date and records each step in platform.migrations.
 * Safe to run from several processes at once.
 * @throws when an applied migration was edited since, or one fails (then nothing of it is kept).
 */
export async function migratePlatform(client: ClientBase): Promise<readonly string[]> {
  await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
  try {
    return await applyMissing(client);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
  }
}

async function applyMissing(client: ClientBase): Promise<readonly string[]> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS platform;
    CREATE TABLE IF NOT EXISTS platform.migrations (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
    )`);
  const known = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM platform.migrations',
  );
  const checksums = new Map(known.rows.map((row) => [row.name, row.checksum]));
  const applied: string[] = [];
  for (const { name, sql, checksum } of await migrations()) {
    const before = checksums.get(name);
    if (before === checksum) continue;
    if (before !== undefined) throw new Error(`platform migration ${name} was edited after it was applied`);
    await applyOne(client, name, sql, checksum);
    applied.push(name);
  }
  return applied;
}

async function applyOne(client: ClientBase, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO platform.migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`platform migration ${name} failed`, { cause: error });
  }
}

async function migrations(): Promise<{ name: string; sql: string; checksum: string }[]> {
  const names = (await readdir(platformMigrations)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, platformMigrations), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
