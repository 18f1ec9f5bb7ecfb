import { createSignal, failpoint, laneOf, pause } from '@nakku/platform';
import { logger } from '@nakku/telemetry';
import type { Tuning } from '../options.ts';
import type { MessagingMetrics } from '../metrics.ts';
import type { Publication, Publisher } from './publisher.ts';
import { openLaneSession, relays } from './session.ts';
import type { LaneSession } from './session.ts';

/**
 * What is committed and not yet published, oldest first. Never "position greater than the last one seen": positions
 * are handed out before the commit, so a smaller one may still appear, and such a cursor would lose it.
 *
 * Why the order per key is right: writers of one aggregate wait for each other (row lock or version), and write
 * their outbox row last (see transaction.ts). The later one gets its position after the earlier one has committed. So
 * within a key positions follow commits, and whoever sees the later row sees the earlier one too. All rows of a
 * key are in one lane, a lane has one relay, and that one sends the next rows only after the broker has acknowledged
 * these.
 */
const unpublished = `
SELECT o.position, o.topic, o.key, o.headers, o.payload FROM platform.outbox o
WHERE o.published_at IS NULL AND o.lane = ANY($1::smallint[]) AND o.position <> ALL($3::bigint[])
ORDER BY o.position LIMIT $2`;

/**
 * Records what was published last and reads what comes next, in one statement. Deadlines that count from a publication
 * start in it. There is always a row, so that their time is known: its id is null if nothing waits.
 */
const markAndRead = `
WITH published AS (
  UPDATE platform.outbox SET published_at = clock_timestamp()
  WHERE position = ANY($3::bigint[]) AND published_at IS NULL RETURNING event_id
), started AS (
  UPDATE platform.deadlines d
  SET waits_for = NULL, due_at = clock_timestamp() + d.after_ms * interval '1 millisecond'
  FROM published WHERE d.waits_for = published.event_id
  RETURNING d.after_ms
)
SELECT n.position::text AS id, n.topic, n.key, n.headers, n.payload,
  (SELECT min(after_ms) FROM started)::float8 AS "startedMs"
FROM (SELECT 1) AS always LEFT JOIN (${unpublished}) AS n ON true ORDER BY n.position`;

const watch = `
SELECT
  coalesce((SELECT extract(epoch FROM clock_timestamp() - created_at) FROM platform.outbox
    WHERE published_at IS NULL ORDER BY position LIMIT 1), 0)::float8 AS age,
  (SELECT count(*)::int FROM platform.parked_events) AS parked,
  (SELECT count(*)::int FROM platform.dead_letters WHERE status = 'open') AS dead,
  ${relays} AS relays`;

interface Watched {
  readonly age: number;
  readonly parked: number;
  readonly dead: number;
  readonly relays: number;
}

interface Row extends Publication {
  /** The position, as text: it may exceed what a number holds. Null: nothing waits. */
  readonly id: string | null;
  /** The first of the deadlines that were started. */
  readonly startedMs: number | null;
}

/** Rows older than this are read again before they are sent: this process may have been stopped in between. */
const freshMs = 2_000;
/** Longer than any look: what wakes the loop is a commit or `tick`. */
const idleMs = 60_000;
/** A topic that was just created may refuse its first message; a third failure in a row is an outage. */
const failuresToReport = 3;

/** Publishes the outbox of one database to Kafka, in order per key. Several relays of a service share its lanes. */
export interface Relay {
  readonly databaseConnected: boolean;
  readonly lanes: readonly number[];
  readonly unpublishedAgeSeconds: number;
  start(): void;
  /** Something was committed. */
  wake(): void;
  /** Whether this relay publishes all of these keys. */
  publishes(keys: readonly string[]): boolean;
  /** Publishes what is there, as long as that goes well and `flushMs` are not over, and lets go of its lanes. */
  stop(): Promise<void>;
}

/** A relay that does nothing until `start`. @param o.name names its database connection */
export function createRelay(o: {
  name: string;
  databaseUrl: string;
  publisher: Publisher;
  tuning: Tuning;
  metrics: MessagingMetrics;
  /** Called with the milliseconds until the first of the deadlines that a publication has started. */
  deadlinesStarted: (dueInMs: number) => void;
}): Relay {
  const wakeUp = createSignal();
  const stopping = new AbortController();
  const log = logger({ part: 'relay' });
  let session: LaneSession | undefined;
  let age = 0;
  let stopBy: number | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;
  let balanceDue = true;
  /** What the broker has and the outbox does not know of yet. */
  let unmarked: readonly string[] = [];

  const connected = async (): Promise<LaneSession> => {
    if (!session || session.lost) {
      session = await openLaneSession(o.databaseUrl, o.name, () => {
        if (stopBy === undefined) log.warn('lost the database connection');
        wakeUp.notify(); // to connect again
      });
      unmarked = [];
      balanceDue = true;
    }
    // Only between passes: a lane whose rows are on their way must not change hands.
    if (balanceDue) {
      if (unmarked.length > 0) await markedAndNext(session, 0);
      await session.balance();
    }
    balanceDue = false;
    return session;
  };

  const markedAndNext = async (lanes: LaneSession, limit: number): Promise<(Row & { id: string })[]> => {
    const ids = unmarked;
    unmarked = [];
    const rows = await lanes.query<Row>(markAndRead, [lanes.held, limit, ids]);
    const startedMs = rows[0]?.startedMs ?? null;
    if (startedMs !== null) o.deadlinesStarted(startedMs);
    return rows.flatMap(({ id, ...row }) => (id === null ? [] : [{ ...row, id }]));
  };

  /** One batch over all lanes that this relay holds. Returns how many rows it published. */
  const pass = async (): Promise<number> => {
    const lanes = await connected();
    if (lanes.held.length === 0) return 0;
    const read = performance.now();
    const rows = await markedAndNext(lanes, o.tuning.relayBatch);
    if (rows.length === 0 || performance.now() - read > freshMs) return 0;
    await failpoint('relay.mid-batch', () => o.publisher.publish(rows.slice(0, Math.ceil(rows.length / 2))));
    await o.publisher.publish(rows);
    await failpoint('relay.published');
    unmarked = rows.map(({ id }) => id);
    return rows.length;
  };

  /**
   * The one look while nothing happens: refreshes the gauges, keeps the session from being idle, and wakes the loop when
   * something waits or the lanes are not shared fairly with the relays of other processes.
   */
  const tick = async (): Promise<void> => {
    if (!session || session.lost) return wakeUp.notify();
    const [row] = await session.query<Watched>(watch);
    if (!row) return;
    age = row.age;
    o.metrics.watched(row);
    balanceDue = !session.isFair(row.relays);
    if (row.age > 0 || balanceDue) wakeUp.notify();
  };

  const loop = async (): Promise<void> => {
    let retryMs = 50;
    while (stopBy === undefined || performance.now() < stopBy) {
      try {
        const last = stopBy !== undefined;
        const published = await pass();
        if (failures >= failuresToReport) log.info('publishing again');
        failures = 0;
        retryMs = 50;
        // A stop ends with a pass that began after it and found nothing left.
        if (last && published === 0) return;
        if (stopBy !== undefined || published === o.tuning.relayBatch) continue;
        await wakeUp.wait(unmarked.length > 0 ? o.tuning.relayMarkMs : idleMs);
        if (o.tuning.relayCollectMs > 0) await new Promise((r) => setTimeout(r, o.tuning.relayCollectMs));
      } catch (error) {
        failures += 1;
        if (failures === failuresToReport)
          log.warn({ err: error }, 'publishing fails, events wait in the outbox');
        if (stopBy !== undefined && failures >= failuresToReport) return;
        // Not the signal: commits go on during an outage and must not turn it into a storm.
        await pause(retryMs, stopBy === undefined ? stopping.signal : undefined);
        retryMs = Math.min(retryMs * 2, 1_000);
      }
    }
  };

  return {
    get databaseConnected() {
      return session !== undefined && !session.lost;
    },
    get lanes() {
      return session?.held ?? [];
    },
    get unpublishedAgeSeconds() {
      return age;
    },
    start() {
      const timer = setInterval(() => {
        tick().catch((error: unknown) => log.debug({ err: error }, 'the relay could not look at its tables'));
      }, o.tuning.relayPollMs);
      running = loop().finally(() => clearInterval(timer));
    },
    wake: () => wakeUp.notify(),
    publishes: (keys) => keys.every((key) => session?.held.includes(laneOf(key)) ?? false),
    async stop() {
      stopBy = performance.now() + o.tuning.flushMs;
      stopping.abort();
      wakeUp.notify();
      await running;
      await session?.close();
      session = undefined;
    },
  };
}
