import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import './client.ts';
import type { RequestQueue } from './requestTimers.ts';

const Queue: new (options: object) => RequestQueue = createRequire(import.meta.url)(
  'kafkajs/src/network/requestQueue',
);
const quiet = { debug: () => undefined };
const queue = (): RequestQueue =>
  new Queue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'c',
    broker: 'b',
    logger: { namespace: () => quiet },
    isConnected: () => true,
  });

test('no timer is set to a negative time when nothing waits; one that waits is looked after', () => {
  const timers = jest.spyOn(globalThis, 'setTimeout').mockReturnValue(setTimeout(() => undefined, 0));
  timers.mockClear();
  queue().scheduleCheckPendingRequests();
  expect(timers.mock.calls.map(([, ms]) => ms)).toEqual([]);
  const waiting = Object.assign(queue(), { pending: [{}] });
  waiting.scheduleCheckPendingRequests();
  const throttled = Object.assign(queue(), { throttledUntil: Date.now() + 500 });
  throttled.scheduleCheckPendingRequests();
  expect(timers.mock.calls).toHaveLength(2);
  for (const [, ms] of timers.mock.calls) expect(ms).toBeGreaterThan(0);
  timers.mockRestore();
});
