import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { dispatchDeliveries } from '../app/dispatchDeliveries.ts';
import type { DispatchWait } from './dispatchSignal.ts';

/**
 * Finds couriers for deliveries in the queue, in every process side by side. One run waits for a reason and then works
 * until nothing is left to do.
 */
export function createDispatcher(deps: Deps, signals: DispatchWait): Job {
  const { DELIVERY_DISPATCH_BATCH: batch, DELIVERY_DISPATCH_POLL_MS: pollMs } = deps.config;
  return {
    name: 'dispatch',
    everyMs: 0,
    async run(signal) {
      await signals.next(pollMs, signal);
      while (!signal.aborted && (await dispatchDeliveries(deps)) === batch);
    },
  };
}
