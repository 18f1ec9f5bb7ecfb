import { inSpan, logger, requestContext, runInContext } from '@nakku/telemetry';
import pLimit from 'p-limit';
import type { Pool } from 'pg';
import { backoffMs } from '../backoff.ts';
import type { SqlExecutor } from '../database.ts';
import { failpoint } from '../failpoints/failpoint.ts';
import { periodically } from '../periodic.ts';
import type { Periodic } from '../periodic.ts';
import type { DeadlineHandlers } from '../platform.ts';
import { refuse } from '../refusal.ts';
import type { Transactions } from '../transaction.ts';
import type { PlatformTuning } from '../tuning.ts';
import type { DeadlineMetrics } from './metrics.ts';

/**
 * Takes what is due for this process, for the time of a lease. Not a row lock held through the handler: handlers lock
 * their aggregate first and the deadline last, like everyone else who unschedules, so that nobody waits crosswise.
 */
const take = `
UPDATE platform.deadlines d
SET leased_until = clock_timestamp() + $3::bigint * interval '1 millisecond', attempts = d.attempts + 1
FROM (
  SELECT kind, key FROM platform.deadlines
  WHERE due_at <= clock_timestamp() AND (leased_until IS NULL OR leased_until <= clock_timestamp())
    AND kind = ANY($1)
  ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
) AS due
WHERE d.kind = due.kind AND d.key = due.key
RETURNING d.kind, d.key, d.revision::text, d.due_at, d.data, d.attempts`;

/** Milliseconds until the next one that nobody works on, negative when it is late. */
const next = `
SELECT (extract(epoch FROM due_at - clock_timestamp()) * 1000)::float8 AS ms FROM platform.deadlines
WHERE due_at IS NOT NULL AND kind = ANY($1) AND (leased_until IS NULL OR leased_until <= clock_timestamp())
ORDER BY due_at LIMIT 1`;

const deleteDue = 'DELETE FROM platform.deadlines WHERE kind = $1 AND key = $2 AND revision = $3::bigint';

const postpone = `
UPDATE platform.deadlines
SET leased_until = clock_timestamp() + $4::bigint * interval '1 millisecond', last_error = $5
WHERE kind = $1 AND key = $2 AND revision = $3::bigint`;

interface Due {
  readonly kind: string;
  readonly key: string;
  readonly revision: string;
  readonly due_at: Date;
  readonly data: unknown;
  readonly attempts: number;
}

/**
 * Runs the handlers of due deadlines, each in a transaction that deletes its row. It sleeps until the next one is due;
 * whoever schedules one in this process wakes it in time (`wake`), and what another process scheduled is found by a
 * look every `deadlinePollMs`.
 */
export function createScheduler<Tx extends SqlExecutor>(o: {
  pool: Pool;
  transactions: Transactions<Tx>;
  handlers: DeadlineHandlers<Tx>;
  tuning: PlatformTuning;
  metrics: DeadlineMetrics;
}): Periodic {
  const kinds = Object.keys(o.handlers);
  const atOnce = pLimit(4);

  /** `superseded`: it was unscheduled or replaced while its handler worked, so nothing of that work may stay. */
  const handle = async (due: Due): Promise<'done' | 'superseded'> => {
    const { kind, key, revision, data } = due;
    const handler = o.handlers[kind];
    if (!handler) return 'done';
    await failpoint('deadline.taken');
    return o.transactions.run('deadline', async (tx) => {
      await handler({ kind, key, dueAt: due.due_at, data }, tx);
      const deleted = await tx.db.$executeRawUnsafe(deleteDue, kind, key, revision);
      return deleted === 1 ? 'done' : refuse('superseded');
    });
  };

  const run = async (due: Due): Promise<void> => {
    const { kind, key, attempts } = due;
    try {
      const outcome = await runInContext(requestContext(), () =>
        inSpan(`deadline ${kind}`, { 'nakku.deadline.key': key }, () => handle(due)),
      );
      o.metrics.deadline(kind, outcome);
    } catch (error) {
      o.metrics.deadline(kind, 'failed');
      logger().warn({ err: error, kind, key, attempts }, 'a deadline failed, it will be tried again');
      const backoff = backoffMs(attempts, { firstMs: 250, maxMs: o.tuning.deadlineRetryMaxMs });
      const text = (error instanceof Error ? error.message : String(error))
        .replaceAll('\0', '')
        .slice(0, 2_000);
      await o.pool.query(postpone, [kind, key, due.revision, backoff, text]);
      scheduler.wake(backoff);
    }
  };

  const scheduler = periodically('deadlines', o.tuning.deadlinePollMs, async (signal) => {
    while (!signal.aborted && kinds.length > 0) {
      const { deadlineBatch, deadlineLeaseMs } = o.tuning;
      const { rows } = await o.pool.query<{ ms: number }>(next, [kinds]);
      const dueInMs = rows[0]?.ms;
      if (dueInMs === undefined || dueInMs > 0) return dueInMs;
      const taken = await o.pool.query<Due>(take, [kinds, deadlineBatch, deadlineLeaseMs]);
      const results = await Promise.allSettled(taken.rows.map((due) => atOnce(() => run(due))));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
    return undefined;
  });
  return scheduler;
}
