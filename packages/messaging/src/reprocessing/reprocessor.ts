import { periodically } from '@nakku/platform';
import type { Periodic } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Pool } from 'pg';
import type { Delivered } from './deliverTopic.ts';

/** How often it looks for what was asked for through another process. */
const lookMs = 10_000;
/** Longer than a pause of the process; a run renews it. */
const leaseMs = 30_000;
const backoffMs = 5_000;

const take = `
UPDATE platform.topic_replays SET leased_until = clock_timestamp() + $1::int * interval '1 millisecond'
WHERE id = (
  SELECT id FROM platform.topic_replays
  WHERE finished_at IS NULL AND (leased_until IS NULL OR leased_until < clock_timestamp())
  ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id, topic, requested_by AS "requestedBy"`;

const lease = `
UPDATE platform.topic_replays SET leased_until = clock_timestamp() + $2::int * interval '1 millisecond', error = $3
WHERE id = $1 AND finished_at IS NULL`;

const finish = `
UPDATE platform.topic_replays SET finished_at = clock_timestamp(), leased_until = NULL, delivered = $2, applied = $3, error = $4
WHERE id = $1 AND finished_at IS NULL`;

/** Does what operators have asked for, one topic at a time over all replicas. A crash begins it anew. */
export function createReprocessor(o: {
  pool: Pool;
  topics: readonly string[];
  deliver: (id: string, topic: string, signal: AbortSignal) => Promise<Delivered>;
}): Periodic {
  const log = logger({ part: 'reprocessing' });
  return periodically('topic reprocessing', lookMs, async (signal) => {
    const { rows } = await o.pool.query<{ id: string; topic: string; requestedBy: string }>(take, [leaseMs]);
    const [request] = rows;
    if (!request) return;
    const { id, topic } = request;
    if (!o.topics.includes(topic)) {
      await o.pool.query(finish, [id, 0, 0, 'this service does not follow the topic']);
      return;
    }
    const renewing = setInterval(() => {
      o.pool
        .query(lease, [id, leaseMs, null])
        .catch((err: unknown) => log.warn({ err, topic }, 'a lease was not renewed'));
    }, leaseMs / 3);
    try {
      log.info(request, 'a topic is being reprocessed');
      const { delivered, applied } = await o.deliver(id, topic, signal);
      await o.pool.query(finish, [id, delivered, applied, null]);
      log.info({ ...request, delivered, applied }, 'a topic was reprocessed');
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await o.pool.query(lease, [id, backoffMs, text.slice(0, 1_000)]);
      log.warn({ err: error, topic }, 'reprocessing failed, it will be tried again');
    } finally {
      clearInterval(renewing);
    }
  });
}
