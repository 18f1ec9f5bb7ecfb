import { ifUnavailableOf } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Deps } from '../../app/deps.ts';
import { forgetOrderedLines } from '../../app/forgetOrderedLines.ts';
import { keepPastOrder } from '../../app/keepPastOrder.ts';
import { restoreOrderedLines } from '../../app/restoreOrderedLines.ts';
import { takeOrderedLines } from '../../app/takeOrderedLines.ts';
import type { Tx } from '../../store/database.ts';

/**
 * What an order does to its cart: the ordered pieces leave when it is created, are gone for good when it is
 * confirmed, and come back when it is cancelled before that. Lines added meanwhile are untouched.
 */
export function orderHandlers(deps: Deps): ConsumerHandlers<Tx> {
  return {
    'order.created': async ({ data, time }, tx) => {
      const lines = data.lines.map((line) => {
        const { productId, name, quantity, unitPrice, note } = line;
        return { productId, name, quantity, unitPrice, note, ifUnavailable: ifUnavailableOf(line) };
      });
      await keepPastOrder(tx, { orderId: data.orderId, customerId: data.customerId, lines, at: time });
      await takeOrderedLines(tx, { ...data, at: time });
    },
    'order.confirmed': async ({ data }, tx) => forgetOrderedLines(tx, data.orderId),
    'order.cancelled': async ({ data, time }, tx) => {
      if (!data.wasConfirmed) await restoreOrderedLines(tx, deps, { ...data, at: time });
    },
  };
}
