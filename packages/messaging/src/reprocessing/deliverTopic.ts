import { topicOffsets } from '@nakku/kafka';
import type { SqlExecutor } from '@nakku/platform';
import { createBatchWorker } from '../consumer/batch.ts';
import { StepExecutor } from '../consumer/executor.ts';
import type { ExecutorParts } from '../consumer/executor.ts';
import { join } from '../consumer/membership.ts';
import type { MembershipParts } from '../consumer/membership.ts';

export interface Delivered {
  readonly delivered: number;
  readonly applied: number;
}

/** So long nothing may come before reprocessing gives up; it is tried again later. */
const silenceMs = 30_000;

/**
 * Delivers a topic to the handlers from its beginning up to its end, by a group of its own: the service's group goes
 * on meanwhile, and position and inbox decide which of the two applies an event.
 * @throws when the broker is away or silent, or `signal` is aborted
 */
export async function deliverTopic<Tx extends SqlExecutor>(
  o: Pick<MembershipParts, 'kafka' | 'groupId' | 'topicPrefix' | 'tuning'> & {
    topic: string;
    parts: ExecutorParts<Tx>;
    signal: AbortSignal;
  },
): Promise<Delivered> {
  const { kafka, groupId, topicPrefix, tuning, topic, signal } = o;
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await topicOffsets(admin, topicPrefix + topic);
    const left = new Set(offsets.filter(({ high, low }) => high !== low).map(({ partition }) => partition));
    const counts = { delivered: 0, applied: 0 };
    if (left.size === 0) return counts;
    const end = untilDone(signal);
    const metrics: ExecutorParts<Tx>['metrics'] = {
      ...o.parts.metrics,
      applied(of) {
        counts.applied += 1;
        o.parts.metrics.applied(of);
      },
    };
    const parts = { ...o.parts, metrics };
    const worker = createBatchWorker(parts, new StepExecutor(parts));
    const membership = await join({
      kafka,
      groupId,
      topicPrefix,
      topics: [topic],
      tuning,
      onHeartbeat: () => undefined,
      consumed(partition, messages) {
        end.stillAlive();
        if (messages === 0) left.delete(partition);
        if (left.size === 0) end.done();
      },
      batches: {
        async work(of, messages, stopping) {
          await worker.work(of, messages, stopping);
          counts.delivered += messages.length;
        },
        flush: (stopping) => worker.flush(stopping),
      },
    });
    try {
      void membership.ended.then((error) =>
        end.failed(error ?? new Error('the broker ended the reprocessing')),
      );
      await end.promise;
    } finally {
      end.clear();
      await membership.leave();
    }
    return counts;
  } finally {
    // Its offsets mean nothing to anybody; a broker that is away forgets them by itself.
    await admin.deleteGroups([groupId]).catch(() => undefined);
    await admin.disconnect();
  }
}

/** Resolves when `done` is called; rejects when it fails, is aborted, or nothing happens for too long. */
function untilDone(signal: AbortSignal) {
  let done: () => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    done = resolve;
    failed = reject;
  });
  promise.catch(() => undefined);
  const silent = (): void => failed(new Error(`nothing was delivered for ${silenceMs} ms`));
  let timer = setTimeout(silent, silenceMs);
  const stop = (): void => failed(new Error('the service stops'));
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return {
    promise,
    done,
    failed,
    stillAlive() {
      clearTimeout(timer);
      timer = setTimeout(silent, silenceMs);
    },
    clear() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}
