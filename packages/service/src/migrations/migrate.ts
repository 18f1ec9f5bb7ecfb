import { backoffMs, migratePlatform, pause } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import pg from 'pg';
import { connectCreating } from './createDatabase.ts';
import { migrationsIn } from './files.ts';
import type { Migration } from './files.ts';
import {
  createHistory,
  deleteStarted,
  insertStarted,
  markFailed,
  markFinished,
  markRolledBack,
  startedMigrations,
} from './history.ts';
import type { StartedMigration } from './history.ts';

/** The number that Prisma Migrate locks, so that its CLI and starting services exclude each other. */
const prismaLock = 72_707_369;
/** 55P03: a statement waited longer than `lock_timeout`. */
const LOCK_NOT_AVAILABLE = '55P03';
const LOCK_POLL_MS = 200;

export interface MigrateOptions {
  /**
   * How long a statement waits for a lock on a table. Whoever wants to read the table queues behind a waiting ALTER TABLE, so
   * the wait is short and the migration is repeated.
   */
  readonly lockTimeoutMs?: number;
  /** How often a migration is tried that did not get its lock. */
  readonly lockAttempts?: number;
  /** Name of a migration that failed or whose process died: it is applied anew. */
  readonly retryFailed?: string | undefined;
}

/**
 * Brings a database up to date: creates it if it is missing, applies the platform's migrations, then the
 * service's, with the rows that `prisma migrate deploy` would write. Services that start at once wait for each
 * other.
 *
 * A script is one transaction, unless it is the one statement of a script that allows none, such as CREATE INDEX
 * CONCURRENTLY.
 * @param directory `prisma/<name>/migrations`
 * @returns the names of the service's migrations that were applied
 * @throws Error when a migration fails, an earlier one did (P3009, as Prisma names it), or `retryFailed` names none that did
 */
export async function migrate(
  databaseUrl: string,
  directory: string,
  o: MigrateOptions = {},
): Promise<string[]> {
  const client = await connectCreating(databaseUrl);
  try {
    await lock(client);
    await migratePlatform(client);
    await createHistory(client);
    if (o.retryFailed !== undefined) await prepareRetry(client, o.retryFailed);
    return await applyMissing(client, await migrationsIn(directory), o);
  } finally {
    // Ending the connection gives the lock back.
    await client.end();
  }
}

/**
 * For a service whose database somebody else migrates.
 * @throws Error when the database is missing, or a migration of the folder was not applied to it; the message names it
 */
export async function requireMigrated(databaseUrl: string, directory: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const applied = new Set(
      (await startedMigrations(client)).filter((one) => one.isFinished).map((one) => one.name),
    );
    const missing = (await migrationsIn(directory)).filter(({ name }) => !applied.has(name));
    if (missing.length > 0)
      throw new Error(
        `${missing.map(({ name }) => name).join(', ')}: not applied, and MIGRATE_ON_START is false; run the service's image with --migrate-only first`,
      );
  } finally {
    await client.end();
  }
}

/**
 * Asks for the lock again and again: a waiting statement has a snapshot, for whose end CREATE INDEX CONCURRENTLY of the
 * lock's owner would wait.
 */
async function lock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      prismaLock,
    ]);
    if (rows[0]?.locked) return;
    await pause(LOCK_POLL_MS);
  }
}

/** What a CREATE INDEX CONCURRENTLY leaves that failed is an index that no query uses and that bears the new one's name. */
async function prepareRetry(client: pg.Client, name: string): Promise<void> {
  if (!(await markRolledBack(client, name)))
    throw new Error(`No failed migration of this database is called ${name}`);
  const { rows } = await client.query<{ index: string }>(
    'SELECT indexrelid::regclass::text AS index FROM pg_index WHERE NOT indisvalid',
  );
  // `regclass` as text is quoted where it must be.
  for (const { index } of rows) await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
}

async function applyMissing(
  client: pg.Client,
  migrations: readonly Migration[],
  o: MigrateOptions,
): Promise<string[]> {
  const log = logger({ part: 'migrations' });
  const started = await startedMigrations(client);
  refuseFailed(started);
  const checksums = new Map(started.map((row) => [row.name, row.checksum]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const checksum = checksums.get(migration.name);
    if (checksum === undefined) {
      await apply(client, migration, o);
      applied.push(migration.name);
    } else if (checksum !== migration.checksum) {
      log.warn({ migration: migration.name }, 'a migration was modified after it was applied');
    }
  }
  if (applied.length > 0) log.info({ applied }, 'migrations applied');
  return applied;
}

function refuseFailed(started: readonly StartedMigration[]): void {
  const failed = started.find((row) => !row.isFinished);
  if (failed)
    throw new Error(
      `P3009: migration ${failed.name} failed before; mend its cause, then repeat it with --migrate-only --retry-failed ${failed.name}`,
    );
}

/** Repeats a migration that did not get a lock in time: nothing of its transaction was applied. */
async function apply(client: pg.Client, migration: Migration, o: MigrateOptions): Promise<void> {
  const { lockTimeoutMs = 5_000, lockAttempts = 20 } = o;
  // It waits beside readers and writers, not before them; and it cannot be repeated without a person.
  const isConcurrent = /\bCONCURRENTLY\b/i.test(migration.sql);
  await client.query("SELECT set_config('lock_timeout', $1, false)", [
    isConcurrent ? '0' : `${lockTimeoutMs}ms`,
  ]);
  for (let attempt = 1; ; attempt += 1) {
    const id = await insertStarted(client, migration);
    try {
      await client.query(migration.sql);
      await markFinished(client, id);
      return;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isLocked = error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;
      if (!isLocked || attempt >= lockAttempts) {
        await markFailed(
          client,
          id,
          `A migration failed to apply.\n\nMigration name: ${migration.name}\n\n${message}`,
        );
        throw new Error(`P3018: migration ${migration.name} failed: ${message}`, { cause: error });
      }
      await deleteStarted(client, id);
      logger({ part: 'migrations' }).warn(
        { migration: migration.name, attempt },
        'a migration did not get its lock in time and is tried again',
      );
      await pause(backoffMs(attempt, { firstMs: 100, maxMs: 2_000 }));
    }
  }
}
