import { createRequire } from 'node:module';

/** The part of kafkajs' queue of requests to one broker that is mended here. */
export interface RequestQueue {
  readonly pending: readonly unknown[];
  /** Epoch milliseconds until which the broker wants no requests; -1: it never did. */
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

const load = createRequire(import.meta.url);
const queue: { prototype: RequestQueue } = load('kafkajs/src/network/requestQueue');

/**
 * kafkajs 2.2.4 sets a timer to a negative time after each request while nothing waits and nothing is throttled, of which
 * Node 24 and later warn. There is nothing to check then, so no timer is set.
 */
export function withoutNegativeTimers(): void {
  const { scheduleCheckPendingRequests: schedule } = queue.prototype;
  queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
