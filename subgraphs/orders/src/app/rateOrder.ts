import type { GivenRating } from '../domain/rating.ts';
import { closesAt } from '../domain/rating.ts';
import type { Order } from '../domain/order.ts';
import { changeOrder } from './changeOrder.ts';
import type { Deps } from './deps.ts';

export type RateOrderResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'wrong_state'; readonly order: Order }
  | { readonly kind: 'rating_closed'; readonly closedAt: Date };

/**
 * A customer rates an order of theirs, or changes that rating while it may be changed. The rating is the whole content
 * of the command, so that repeating it needs no key.
 */
export async function rateOrder(
  deps: Deps,
  command: { readonly orderId: string; readonly customerId: string; readonly rating: GivenRating },
): Promise<RateOrderResult> {
  const { orderId, customerId, rating } = command;
  const result = await deps.platform.transaction((tx) =>
    changeOrder(tx, deps, { orderId, actorId: customerId }, (order) =>
      order.customerId === customerId ? { kind: 'RATED', rating } : null,
    ),
  );
  if (result.kind === 'not_found') return result;
  if (result.kind !== 'illegal') return { kind: 'done' };
  const { order } = result;
  return result.because === 'rating_closed' && order.rating
    ? { kind: 'rating_closed', closedAt: closesAt(order.rating, deps.times.ratingChangeMs) }
    : { kind: 'wrong_state', order };
}
