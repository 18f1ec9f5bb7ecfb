import { acceptsCash } from '@nakku/contracts';
import type { IdempotentOutcome, Transaction } from '@nakku/platform';
import type { Quote } from '@nakku/quote';
import { describeSpan } from '@nakku/telemetry';
import { timesOf } from '../domain/deadlines.ts';
import { limitReached } from '../domain/limits.ts';
import type { LimitReached, OrderLimits } from '../domain/limits.ts';
import { redemptionsOf } from '../domain/redemption.ts';
import { orderFromQuote } from '../domain/order.ts';
import type { Order } from '../domain/order.ts';
import { publishCreated } from '../events/publish.ts';
import { lockRedemptions, redeem } from '../store/redemptions.ts';
import { countPlaced } from '../metrics.ts';
import { lockCustomer, placingFacts } from '../store/customerOrders.ts';
import type { PlacingFacts } from '../store/customerOrders.ts';
import type { Tx } from '../store/database.ts';
import { findConflict, insertOrder } from '../store/orderRepository.ts';
import type { Deps } from './deps.ts';

export interface PlaceOrder {
  readonly customerId: string;
  /** What the client sent; part of what a repeated request must repeat. */
  readonly quoteToken: string;
  readonly paymentMethodId: string;
  readonly idempotencyKey: string;
}

/** Why there is no new order. */
export type PlaceRefusal =
  | { readonly kind: 'quote_invalid' }
  | { readonly kind: 'quote_expired'; readonly expiredAt: Date }
  | { readonly kind: 'already_ordered' | 'in_progress'; readonly order: Order }
  | { readonly kind: 'products_withdrawn'; readonly productIds: readonly string[] }
  | { readonly kind: 'cash_not_accepted' }
  /** Others, or the customer, used these promotions as often as they may be used. */
  | { readonly kind: 'discounts_used_up'; readonly names: readonly string[] }
  | ({ readonly kind: 'limit_reached' } & LimitReached);

export type PlaceOrderResult =
  | { readonly kind: 'done'; readonly orderId: string }
  | { readonly kind: 'refused'; readonly refusal: PlaceRefusal }
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'in_flight' };

/** What is kept for a repeated request; also what the invariants of a load test compare with the orders. */
interface PlacedOrder {
  readonly orderId: string;
}

/**
 * Places an order from a quote, at most once per idempotency key. The quote is verified locally: no other service is
 * asked. An expired quote is refused inside of the idempotent work, because a repeated request must get the order
 * that the first one placed.
 */
export async function placeOrder(deps: Deps, command: PlaceOrder): Promise<PlaceOrderResult> {
  const { customerId, quoteToken, paymentMethodId, idempotencyKey: key } = command;
  const verified = await deps.quotes.verify(quoteToken);
  if (verified.kind === 'invalid' || verified.quote.customerId !== customerId) {
    return { kind: 'refused', refusal: { kind: 'quote_invalid' } };
  }
  const { quote } = verified;
  const expiredAt = verified.kind === 'expired' ? verified.expiredAt : null;
  const result = await deps.platform.idempotent<PlacedOrder, PlaceRefusal>(
    { callerId: customerId, mutation: 'orderPlace', key, variables: { quoteToken, paymentMethodId } },
    (tx) =>
      expiredAt === null
        ? createOrder(tx, deps, { quote, paymentMethodId })
        : Promise.resolve({ refused: { kind: 'quote_expired', expiredAt } }),
  );
  switch (result.kind) {
    case 'done':
      if (!result.isCached) countPlaced();
      return { kind: 'done', orderId: result.result.orderId };
    case 'refused':
      // Nobody learns of another customer's order by way of a quote.
      return 'order' in result.refused && result.refused.order.customerId !== customerId
        ? { kind: 'refused', refusal: { kind: 'quote_invalid' } }
        : { kind: 'refused', refusal: result.refused };
    default:
      return result;
  }
}

/** A conflict that ends between two looks at it, again and again, does not happen. */
const MAX_ATTEMPTS = 3;

/**
 * Writes the order of a quote with its event and its first deadline, whose clock starts when the broker has the
 * event: with the broker down orders are accepted and wait.
 */
export async function createOrder(
  tx: Transaction<Tx>,
  deps: Pick<Deps, 'now' | 'newId' | 'times' | 'limits'>,
  { quote, paymentMethodId }: { readonly quote: Quote; readonly paymentMethodId: string },
): Promise<IdempotentOutcome<PlacedOrder, PlaceRefusal>> {
  const { now, newId, times } = deps;
  const { customerId } = quote;
  const productIds = quote.lines.map((line) => line.productId);
  // Sent together: the second statement runs when the first one has the lock.
  const [, facts] = await Promise.all([
    lockCustomer(tx.db, customerId),
    placingFacts(tx.db, { customerId, productIds, paymentMethodId }),
  ]);
  if (facts.isErased) return { refused: { kind: 'quote_invalid' } };
  const obstacle = obstacleTo(quote, facts, deps.limits);
  // A quote that is ordered already is refused as such, whatever else stands in its way.
  if (obstacle) return { refused: (await findConflict(tx.db, quote)) ?? obstacle };
  const redemptions = redemptionsOf(quote.discounts, customerId);
  const usedUp = redemptions.length === 0 ? [] : await lockRedemptions(tx.db, redemptions);
  if (usedUp.length > 0) {
    const refusal = {
      kind: 'discounts_used_up',
      names: [...new Set(usedUp.map(({ name }) => name))],
    } as const;
    return { refused: (await findConflict(tx.db, quote)) ?? refusal };
  }
  const placedAt = now();
  const lines = quote.lines.map((line) => ({ ...line, orderLineId: newId() }));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const draft = orderFromQuote(quote, { id: newId(), paymentMethodId, placedAt });
    const order = await insertOrder(tx.db, draft, { quoteId: quote.quoteId, lines });
    if (order) {
      describeSpan({ 'order.id': order.id });
      if (redemptions.length > 0) await redeem(tx.db, order.id, redemptions);
      const onPublished = publishCreated(tx, order, { ...quote, lines });
      const { deadlineMs } = timesOf(order.status, order.promise.to, placedAt, times);
      if (deadlineMs !== undefined) {
        const data = { status: order.status };
        tx.schedule({ kind: 'order.deadline', key: order.id, afterMs: deadlineMs, data, onPublished });
      }
      return { result: { orderId: order.id } };
    }
    const conflict = await findConflict(tx.db, quote);
    if (conflict) return { refused: conflict };
  }
  throw new Error(`quote ${quote.quoteId} could neither be ordered nor refused`);
}

function obstacleTo(quote: Quote, facts: PlacingFacts, limits: OrderLimits): PlaceRefusal | null {
  const reached = limitReached(facts, limits);
  if (reached) return { kind: 'limit_reached', ...reached };
  if (facts.withdrawnIds.length > 0) return { kind: 'products_withdrawn', productIds: facts.withdrawnIds };
  // A method that is not known here, because it is brand-new, is for payments to refuse.
  return facts.methodKind === 'CASH' && !acceptsCash(quote.handover) ? { kind: 'cash_not_accepted' } : null;
}
