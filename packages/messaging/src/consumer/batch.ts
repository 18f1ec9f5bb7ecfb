import type { SqlExecutor } from '@nakku/platform';
import pLimit from 'p-limit';
import type { StepExecutor, ExecutorParts } from './executor.ts';
import type { ConsumedMessage } from './message.ts';
import { HeldRuns } from './heldRuns.ts';
import { plan } from './plan.ts';
import type { Plan } from './plan.ts';
import { positionsOf } from './positions.ts';
import { Projector } from './projector.ts';
import { retryForever, WorkStopped } from './retry.ts';

export interface BatchWorker {
  /** Works off one batch of one partition: keys side by side, the events of a key one after the other. */
  work(topic: string, messages: readonly ConsumedMessage[], signal: AbortSignal): Promise<void>;
  /**
   * Writes down which events without a handler were passed. Until then the offsets of finished batches must not be
   * committed: whoever starts from them would miss these events and wait for them.
   */
  flush(signal: AbortSignal): Promise<void>;
}

/** From this size on a batch is looked up first: most of a topic that is reprocessed is known already, and costs one query then. */
const worthLookingUp = 16;

/** `executor` is shared with the sweep of parked events; the limit holds over all partitions. */
export function createBatchWorker<Tx extends SqlExecutor>(
  parts: ExecutorParts<Tx>,
  executor: StepExecutor<Tx>,
): BatchWorker {
  const { pool, tuning, metrics, faults, handlers } = parts;
  const limit = pLimit(tuning.consumerConcurrency);
  const projector = new Projector(parts);
  const held = new HeldRuns();
  let flushing: Promise<unknown> = Promise.resolve();

  const positionsIn = async (
    topic: string,
    messages: readonly ConsumedMessage[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, number>> => {
    if (messages.length < worthLookingUp) return new Map();
    const keys = [...new Set(messages.map((message) => message.key))];
    return retryForever(tuning, signal, { topic }, () => positionsOf(pool, topic, keys));
  };

  /** Together; what that fails for alone, with retries and dead letters. */
  const projected = async (items: Plan<Tx>['projections'], signal: AbortSignal): Promise<void> => {
    for (const { message, event } of await projector.project(items, signal))
      await limit(() => executor.run([{ kind: 'apply', message, event }], signal));
  };

  return {
    async work(topic, received, signal) {
      // What is being written down could not be taken along by the next event of its key.
      await flushing;
      const messages = faults ? faults.rearranged(received) : received;
      const positions = await positionsIn(topic, messages, signal);
      const before = held.of(topic, new Set(messages.map(({ key }) => key)));
      const planned = plan(messages, positions, handlers, before);
      for (let known = 0; known < planned.duplicates; known += 1) metrics.duplicate(topic);
      const results = await Promise.allSettled([
        ...planned.keys.map((steps) => limit(() => executor.run(steps, signal))),
        projected(planned.projections, signal),
      ]);
      const failed = results.find((result) => result.status === 'rejected');
      // The batch comes again then, and what it skips is found again.
      if (failed) throw failed.reason;
      if (signal.aborted) throw new WorkStopped();
      held.replace(topic, before, planned.tails);
    },
    async flush(signal) {
      const flushed = Promise.all(
        [...held.takeAll()].map(([topic, runs]) =>
          executor.run([{ kind: 'flush', topic, runs }], signal).catch((error: unknown) => {
            held.restore(topic, runs);
            throw error;
          }),
        ),
      );
      flushing = flushed.catch(() => undefined);
      await flushed;
    },
  };
}
