import type { Account } from '../../client/index.ts';
import { orderEnded, orderUpdated } from './operations.ts';
import type { OrderStep, OrderUpdate } from './operations.ts';

export const ENDS = new Set(['DELIVERED', 'CANCELLED', 'RETURNED']);

/** What a subscriber saw of one order. */
export interface Watched {
  readonly orderId: string;
  readonly status: string;
  readonly cancelReason: string | null;
  /** Milliseconds from `placedAt` to the step CONFIRMED, by the orders' clock; undefined if it never was. */
  readonly confirmedAfterMs: number | undefined;
  /** Milliseconds from each step to its arrival here; without the first message, which tells what was before. */
  readonly pushedAfterMs: readonly number[];
  /** How often the stream broke and was taken up again. */
  readonly resumed: number;
  /** What should not have been: missed or doubled steps, reads that went back. Empty is good. */
  readonly wrong: readonly string[];
}

/**
 * Follows an order to its end and then compares what was pushed with the order's own timeline.
 * @param o.onUpdate for each message, before the next is read
 * @throws OperationFailed; the signal's reason when it is aborted before the end
 */
export async function watchOrder(
  account: Account,
  orderId: string,
  o: { signal: AbortSignal; onUpdate?: (update: OrderUpdate) => void },
): Promise<Watched> {
  const seen = new Map<number, OrderStep>();
  const wrong: string[] = [];
  const pushedAfterMs: number[] = [];
  let resumed = 0;
  let isBroken = false;
  let last: OrderUpdate | undefined;
  const stream = account.follow(
    orderUpdated,
    { orderId },
    {
      signal: o.signal,
      cursorOf: ({ orderUpdated: { cursor } }) => cursor,
      onBreak: () => (isBroken = true),
    },
  );
  for await (const { orderUpdated: update } of stream) {
    const { sequence, step, order } = update;
    if (isBroken) resumed += 1;
    isBroken = false;
    if (last) {
      pushedAfterMs.push(Date.now() - step.at.getTime());
      if (sequence !== last.sequence + 1) wrong.push(`after step ${last.sequence} came ${sequence}`);
      if (order.version < last.order.version)
        wrong.push(`version ${order.version} was read after ${last.order.version}`);
    }
    if (order.version < sequence) wrong.push(`step ${sequence} came with version ${order.version}`);
    seen.set(sequence, step);
    last = update;
    o.onUpdate?.(update);
    if (ENDS.has(step.status)) break;
  }
  o.signal.throwIfAborted();

  const { order } = await account.execute(orderEnded, { orderId }, { signal: o.signal });
  if (last && order.version < last.order.version) wrong.push(`version ${order.version} was read at the end`);
  for (const step of order.timeline) {
    const pushed = seen.get(step.sequence);
    if (pushed && pushed.kind !== step.kind)
      wrong.push(`step ${step.sequence} is ${step.kind}, pushed was ${pushed.kind}`);
  }
  const confirmed = order.timeline.find(({ kind }) => kind === 'CONFIRMED');
  return {
    orderId,
    status: order.status,
    cancelReason: order.cancelReason,
    confirmedAfterMs: confirmed && confirmed.at.getTime() - order.placedAt.getTime(),
    pushedAfterMs,
    resumed,
    wrong,
  };
}
