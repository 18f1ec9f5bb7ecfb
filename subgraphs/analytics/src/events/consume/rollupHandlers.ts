import type { ConsumerHandlers } from '@nakku/messaging';
import type { Deps } from '../../app/deps.ts';
import type { Tx } from '../../store/database.ts';
import { deliveryHandlers } from './delivery.ts';
import { inventoryHandlers } from './inventory.ts';
import { ordersHandlers } from './orders.ts';
import { paymentsHandlers } from './payments.ts';
import { takeInto } from './take.ts';

/**
 * Takes events into the rollups: what they add up to depends neither on their order nor on how often they come.
 * @param generations that events are taken into; default: all that are kept
 */
export function rollupHandlers(
  deps: Pick<Deps, 'now'>,
  generations?: readonly number[],
): ConsumerHandlers<Tx> {
  const take = takeInto(deps, generations);
  return {
    ...inventoryHandlers(take),
    ...ordersHandlers(take),
    ...paymentsHandlers(take),
    ...deliveryHandlers(take),
  };
}
