import { counter, gauge } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { Redis } from 'ioredis';
import type { ClientIdentity } from '../request/clientIdentity.ts';
import { dayOf } from './usageRecord.ts';
import { addUses } from './usageStore.ts';
import type { Use, UsageStoreOptions } from './usageStore.ts';
import type { OperationUse } from './usedByOperation.ts';

export interface UsageRecorder {
  /** Counts one request. Costs a few map look-ups: Redis is written to later. */
  note(client: ClientIdentity, use: OperationUse): void;
  /** Writes what was counted. Keeps it if Redis is away. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface UsageRecorderOptions extends UsageStoreOptions {
  readonly redisUrl: string;
  readonly flushMs: number;
  readonly log: Logger;
  readonly now?: () => number;
}

/** Different (client, operation) pairs that wait for Redis; what comes above is not counted. */
const maxPending = 5_000;
const usesPerCommand = 500;

/** Counts which client used what of the schema, and adds it to the day's record in Redis. */
export function createUsageRecorder(o: UsageRecorderOptions): UsageRecorder {
  const now = o.now ?? Date.now;
  const dropped = counter('field_usage_dropped_total', 'Requests whose use of the schema was not recorded');
  const redis = new Redis(o.redisUrl, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    connectTimeout: 2_000,
    commandTimeout: 5_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
  });
  // Each failing flush says so; a connection that comes and goes need not.
  redis.on('error', () => undefined);
  /** Client → list of coordinates → requests. */
  let pending = new Map<string, Map<readonly string[], number>>();
  let pairs = 0;
  let away = false;
  let flushing: Promise<void> | undefined;
  gauge('field_usage_pending', 'Clients and operations whose use waits to be recorded', [], (metric) =>
    metric.set(pairs),
  );
  const timer = setInterval(() => void flush(), o.flushMs);
  timer.unref();

  function add(client: string, coordinates: readonly string[], count: number): void {
    const counts = pending.get(client) ?? new Map<readonly string[], number>();
    const known = counts.get(coordinates);
    if (known === undefined && pairs >= maxPending) return void dropped.inc(count);
    if (known === undefined) pairs += 1;
    counts.set(coordinates, (known ?? 0) + count);
    pending.set(client, counts);
  }

  function flush(): Promise<void> {
    return (flushing ??= write().finally(() => (flushing = undefined)));
  }

  async function write(): Promise<void> {
    if (pairs === 0) return;
    const batch = usesOf(pending);
    pending = new Map();
    pairs = 0;
    const day = dayOf(now());
    for (let at = 0; at < batch.length; at += usesPerCommand) {
      try {
        await addUses(redis, day, batch.slice(at, at + usesPerCommand), o);
      } catch (err) {
        for (const { client, coordinate, count } of batch.slice(at)) add(client, single(coordinate), count);
        if (!away) o.log.warn({ err }, 'the use of fields cannot be recorded: Redis is away');
        away = true;
        return;
      }
    }
    if (away) o.log.info('the use of fields is recorded again');
    away = false;
  }

  return {
    note({ name, version }, { byText, byVariables }) {
      const client = `${name}\t${version}`;
      add(client, byText, 1);
      for (const coordinate of byVariables) add(client, single(coordinate), 1);
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
      redis.disconnect();
    },
  };
}

/** One list per coordinate, so that equal ones are counted together. The coordinates of schemas are few. */
const singles = new Map<string, readonly string[]>();
function single(coordinate: string): readonly string[] {
  const known = singles.get(coordinate) ?? [coordinate];
  singles.set(coordinate, known);
  return known;
}

function usesOf(pending: ReadonlyMap<string, ReadonlyMap<readonly string[], number>>): Use[] {
  return [...pending].flatMap(([client, lists]) => {
    const counts = new Map<string, number>();
    for (const [coordinates, count] of lists) {
      for (const coordinate of coordinates) counts.set(coordinate, (counts.get(coordinate) ?? 0) + count);
    }
    return [...counts].map(([coordinate, count]) => ({ client, coordinate, count }));
  });
}
