import { adjustment, commit, type Movement, release, reservation } from './stock.ts';

/** Written into the ledger when goods left that nothing was held for: the operator looks at these. */
export const SHORTAGE_REASON = 'Picked up after its stock was lost';

/**
 * The movements of one product when its order is picked up. The courier has the goods, so the commit always
 * happens. What was not held is reserved first; what the books do not have either is booked as found before, so that
 * no other order's hold is touched and no level falls below zero.
 *
 * @param o.held pieces that the order holds: 0 when its hold is gone
 * @param o.picked pieces that left
 * @param o.available pieces that nobody holds
 */
export function pickUp(o: {
  readonly orderId: string;
  readonly held: number;
  readonly picked: number;
  readonly available: number;
}): { readonly movements: Movement[]; readonly shortage: number } {
  const missing = Math.max(0, o.picked - o.held);
  const shortage = Math.max(0, missing - o.available);
  const movements: Movement[] = [];
  if (o.held > o.picked) movements.push(release(o.held - o.picked, o.orderId));
  if (shortage > 0) movements.push(adjustment(shortage, { orderId: o.orderId }, SHORTAGE_REASON));
  if (missing > 0) movements.push(reservation(missing, o.orderId));
  if (o.picked > 0) movements.push(commit(o.picked, o.orderId));
  return { movements, shortage };
}
