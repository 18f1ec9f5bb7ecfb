import { openEnvelope } from '@nakku/contracts';
import type { SqlExecutor } from '@nakku/platform';
import type { Delivery } from './delivery.ts';
import type { FaultInjection } from './faults.ts';
import { KeyWorker } from './keyWorker.ts';
import type { WorkerParts } from './keyWorker.ts';
import { createLimit } from './limit.ts';
import type { Passing } from './passing.ts';
import { positionsOf } from './positions.ts';
import { patiently, WorkStopped } from './retry.ts';

export interface BatchWorker {
  /** Works off one batch of one partition: keys side by side, the events of a key one after the other. */
  work(topic: string, deliveries: readonly Delivery[], signal: AbortSignal): Promise<void>;
}

/** From this size on a batch is looked up first: most of a topic that is reprocessed is known already, and costs one query then. */
const worthLookingUp = 16;

/** `worker` is shared with the sweep of parked events; the limit holds over all partitions. */
export function createBatchWorker<Tx extends SqlExecutor>(
  parts: WorkerParts<Tx>,
  worker: KeyWorker<Tx>,
): BatchWorker {
  const limit = createLimit(parts.tuning.consumerConcurrency);

  const unknownOf = async (
    topic: string,
    deliveries: readonly Delivery[],
    signal: AbortSignal,
  ): Promise<readonly Delivery[]> => {
    if (deliveries.length < worthLookingUp) return deliveries;
    const keys = [...new Set(deliveries.map((delivery) => delivery.key))];
    const known = await patiently(parts.tuning, signal, { topic }, () =>
      positionsOf(parts.pool, topic, keys),
    );
    return deliveries.filter((delivery) => {
      const position = known.get(delivery.key);
      if (position === undefined) return true;
      const envelope = openEnvelope(delivery.headers);
      if (!envelope.ok || envelope.value.sequence > position) return true;
      parts.metrics.duplicate(topic);
      return false;
    });
  };

  return {
    async work(topic, received, signal) {
      const deliveries = await unknownOf(topic, arrivingFrom(received, parts.faults), signal);
      const keys = byKey(deliveries);
      const passed: Passing[] = [];
      const results = await Promise.allSettled(
        keys.map((ofKey) =>
          limit(async () => {
            const passing = await worker.work(ofKey, signal);
            if (passing) passed.push(passing);
          }),
        ),
      );
      await worker.pass(topic, passed, signal);
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      if (signal.aborted) throw new WorkStopped();
    },
  };
}

function arrivingFrom(
  received: readonly Delivery[],
  faults: FaultInjection | undefined,
): readonly Delivery[] {
  return faults ? faults.rearranged(received) : received;
}

function byKey(deliveries: readonly Delivery[]): Delivery[][] {
  const keys = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const known = keys.get(delivery.key);
    if (known) known.push(delivery);
    else keys.set(delivery.key, [delivery]);
  }
  return [...keys.values()];
}
