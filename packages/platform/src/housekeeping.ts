import { logger } from '@nakku/telemetry';
import type { Pool } from 'pg';
import { periodically } from './periodic.ts';
import type { Periodic } from './periodic.ts';
import type { PlatformTuning } from './tuning.ts';

/** Rows per statement: small enough that nobody notices. */
const chunk = 2_000;

/** By age of the row, oldest first; positions follow time closely enough that no index on published_at is needed. */
const old = {
  outbox: `
DELETE FROM platform.outbox WHERE position IN (
  SELECT position FROM (SELECT position, published_at FROM platform.outbox ORDER BY position LIMIT ${chunk}) AS first
  WHERE published_at < now() - $1::bigint * interval '1 millisecond')`,
  // Ids are UUIDv7, so the order of the primary key is the order of time.
  inbox: `
DELETE FROM platform.inbox WHERE (event_id, consumer) IN (
  SELECT event_id, consumer FROM (
    SELECT event_id, consumer, received_at FROM platform.inbox ORDER BY event_id, consumer LIMIT ${chunk}) AS first
  WHERE received_at < now() - $1::bigint * interval '1 millisecond')`,
  idempotencyKeys: `
DELETE FROM platform.idempotency_keys WHERE (caller_id, mutation, key) IN (
  SELECT caller_id, mutation, key FROM platform.idempotency_keys
  WHERE created_at < now() - $1::bigint * interval '1 millisecond' ORDER BY created_at LIMIT ${chunk})`,
};

/** Deletes rows that have outlived their retention. Replicas may run it side by side. */
export function createHousekeeping(pool: Pool, tuning: PlatformTuning): Periodic {
  const tasks: readonly (readonly [string, number])[] = [
    [old.outbox, tuning.outboxRetentionMs],
    [old.inbox, tuning.inboxRetentionMs],
    [old.idempotencyKeys, tuning.idempotencyRetentionMs],
  ];
  return periodically('housekeeping', tuning.housekeepingMs, async (signal) => {
    for (const [sql, retentionMs] of tasks) {
      let deleted = chunk;
      while (deleted === chunk && !signal.aborted) {
        const result = await pool.query(sql, [retentionMs]);
        deleted = result.rowCount ?? 0;
        if (deleted > 0) logger().debug({ deleted }, 'deleted rows past their retention');
      }
    }
  });
}
