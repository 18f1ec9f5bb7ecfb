import type { IdempotentOutcome, Transaction } from '@nakku/platform';
import type { Quote } from '@nakku/quote';
import { timesOf } from '../domain/deadlines.ts';
import type { OrderTimes } from '../domain/deadlines.ts';
import type { Order } from '../domain/order.ts';
import { emitCreated } from '../events/published.ts';
import type { Tx } from './database.ts';
import { findObstacle, insertOrder } from './placement.ts';

/** Why there is no new order, with the order that there is instead. */
export type PlaceRefusal =
  | { readonly kind: 'expired'; readonly expiredAt: Date }
  | { readonly kind: 'already_ordered' | 'in_progress'; readonly order: Order };

export interface Placing {
  readonly quote: Quote;
  /** Set if the quote is genuine but has ended. */
  readonly expiredAt: Date | null;
  readonly paymentMethodId: string;
  readonly now: Date;
  readonly times: OrderTimes;
}

/** An obstacle that ends between two looks at it, again and again, is no everyday life. */
const TRIES = 3;

/**
 * Writes an order with its event and its first deadline, whose clock starts when the broker has the event: with the
 * broker down orders are accepted and wait.
 */
export async function placeOrder(
  tx: Transaction<Tx>,
  { quote, expiredAt, paymentMethodId, now, times }: Placing,
): Promise<IdempotentOutcome<{ orderId: string }, PlaceRefusal>> {
  if (expiredAt !== null) return { refused: { kind: 'expired', expiredAt } };
  for (let tried = 0; tried < TRIES; tried += 1) {
    const order = await insertOrder(tx.db, quote, paymentMethodId, now);
    if (order) {
      const onPublished = emitCreated(tx, order, quote);
      const { deadlineMs } = timesOf(order.status, order.promise.to, now, times);
      if (deadlineMs !== undefined) {
        const data = { status: order.status };
        tx.schedule({ kind: 'order.deadline', key: order.id, afterMs: deadlineMs, data, onPublished });
      }
      return { result: { orderId: order.id } };
    }
    const obstacle = await findObstacle(tx.db, quote);
    if (obstacle) return { refused: obstacle };
  }
  throw new Error(`quote ${quote.quoteId} could neither be ordered nor refused`);
}
