import type { ConsumerHandlers } from '@nakku/messaging';
import { releaseSurplus, reserveChange } from '../../app/changeReservation.ts';
import { confirmOrder } from '../../app/confirmOrder.ts';
import type { Deps } from '../../app/deps.ts';
import { pickUpOrder } from '../../app/pickUpOrder.ts';
import { recordReturn } from '../../app/recordReturn.ts';
import { releaseOrder } from '../../app/releaseOrder.ts';
import { removeMissing } from '../../app/removeMissing.ts';
import { reserveSubstitute } from '../../app/reserveSubstitute.ts';
import { reserveOrder } from '../../app/reserveOrder.ts';
import { countReservation } from '../../metrics.ts';
import type { Tx } from '../../store/database.ts';

/**
 * Follows the orders: one topic and one key per order, so a cancel never overtakes. Each handler can meet any state of
 * the reservation, because holds also end by themselves.
 */
export function orderHandlers(deps: Deps): ConsumerHandlers<Tx> {
  const { holdMs } = deps.times;
  return {
    async 'order.created'({ data }, tx) {
      countReservation('reserve', await reserveOrder(tx, data, holdMs));
    },
    'order.confirmed': ({ data }, tx) => confirmOrder(tx, data),
    'order.change_requested': ({ data }, tx) => reserveChange(tx, data),
    'order.change_closed': ({ data }, tx) => releaseSurplus(tx, data),
    'order.modified': ({ data }, tx) => releaseSurplus(tx, data),
    'order.line_short': async ({ data }, tx) => {
      // What was noticed at placement was never reserved, and the books knew it.
      if (data.noticed === 'SHELF') await removeMissing(tx, deps, data);
    },
    'order.substitution_answered': ({ data }, tx) => reserveSubstitute(tx, data),
    'order.line_substituted': ({ data }, tx) => removeMissing(tx, deps, data),
    'order.picked_up': ({ data }, tx) => pickUpOrder(tx, deps, data),
    'order.cancelled': ({ data }, tx) => releaseOrder(tx, data.orderId),
    'order.returned': ({ data }, tx) => recordReturn(tx, data.orderId),
  };
}
