import { counter } from '@nakku/telemetry';
import { errorOf } from '../../request/results.ts';

/** What a client is told whose unread messages exceed its buffer. */
export const slowConsumer = errorOf(
  'SLOW_CONSUMER',
  'Messages arrive faster than they are read: subscribe again after the last cursor',
);

const cut = counter(
  'slow_consumers_total',
  'Clients cut off because they did not read',
  ['transport'],
  [{ transport: 'websocket' }, { transport: 'sse' }, { transport: 'multipart' }],
);

/** Counts a client that is cut off. */
export function countSlowConsumer(transport: 'websocket' | 'sse' | 'multipart'): void {
  cut.inc({ transport });
}
