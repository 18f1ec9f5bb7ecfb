import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { dispatchDeliveries } from '../app/dispatchDeliveries.ts';
import type { DispatchWait } from './dispatchSignal.ts';

/** More passes without a pause than a full queue needs; then it waits like everybody. */
const MAX_PASSES = 1_000;

/**
 * Finds couriers for deliveries in the queue, in every process side by side. One run works until nothing is left to do
 * and then sleeps until it is notified, the next deadline comes, or it is time to look for what was lost.
 */
export function createDispatcher(deps: Deps, signals: DispatchWait): Job {
  const { DELIVERY_DISPATCH_POLL_MS: unhealthyMs } = deps.config;
  const { healthyMs } = deps.poll;
  return {
    name: 'dispatch',
    everyMs: 0,
    async run(signal) {
      let pass = await dispatchDeliveries(deps);
      for (let passes = 1; pass.count > 0 && passes < MAX_PASSES && !signal.aborted; passes += 1) {
        pass = await dispatchDeliveries(deps);
      }
      const pollMs = deps.live.healthy ? healthyMs : unhealthyMs;
      await signals.next(Math.max(0, Math.min(pollMs, pass.nextDueMs ?? pollMs)), signal);
    },
  };
}
