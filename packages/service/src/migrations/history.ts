import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Migration } from './files.ts';

/** As Prisma Migrate creates it. */
const migrationsTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** A migration that was started in a database and not marked as rolled back. */
export interface StartedMigration {
  readonly name: string;
  readonly checksum: string;
  /** False: it failed, or its process died within it. */
  readonly isFinished: boolean;
}

/** Creates Prisma's table of migrations unless it exists. */
export async function createHistory(client: pg.Client): Promise<void> {
  await client.query(migrationsTable);
}

/** All migrations of this database that are not marked as rolled back, in no particular order. */
export async function startedMigrations(client: pg.Client): Promise<StartedMigration[]> {
  const { rows } = await client.query<StartedMigration>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished"
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

/** Writes the row before the script runs, so that one that is half applied stays visible; returns the row's id. */
export async function insertStarted(client: pg.Client, { name, checksum }: Migration): Promise<string> {
  const id = randomUUID();
  await client.query(
    'INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name) VALUES ($1, $2, now(), $3)',
    [id, checksum, name],
  );
  return id;
}

/** @param id of the row that {@link insertStarted} returned */
export async function markFinished(client: pg.Client, id: string): Promise<void> {
  await client.query(
    'UPDATE _prisma_migrations SET applied_steps_count = 1, finished_at = clock_timestamp() WHERE id = $1',
    [id],
  );
}

/** Keeps the error of a script that failed; the migration stays unfinished. @param id see {@link insertStarted} */
export async function markFailed(client: pg.Client, id: string, logs: string): Promise<void> {
  await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, logs]);
}

/** Takes back the row of a script of which nothing was applied. */
export async function deleteStarted(client: pg.Client, id: string): Promise<void> {
  await client.query('DELETE FROM _prisma_migrations WHERE id = $1', [id]);
}

/** Marks an unfinished migration as rolled back, so that it is applied anew; false when there is none of this name. */
export async function markRolledBack(client: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE _prisma_migrations SET rolled_back_at = now()
      WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
    [name],
  );
  return rowCount === 1;
}
