import { adjustment, type Movement, release } from './stock.ts';

/** Written into the ledger when a packer does not find what the books have. */
export const MISSING_REASON = 'Not on the shelf when an order was packed';

/**
 * The movements of one product of which a packer does not find pieces: the order holds them no longer, and the books have
 * them no longer. What other orders hold is not touched.
 *
 * @param o.held pieces that the order holds
 * @param o.missing pieces that are not there
 * @param o.available pieces that nobody holds
 */
export function missing(o: {
  readonly orderId: string;
  readonly held: number;
  readonly missing: number;
  readonly available: number;
}): { readonly movements: Movement[]; readonly released: number } {
  const released = Math.min(o.held, o.missing);
  const gone = released + Math.min(o.missing - released, Math.max(0, o.available));
  const movements: Movement[] = [];
  if (released > 0) movements.push(release(released, o.orderId));
  if (gone > 0) movements.push(adjustment(-gone, { orderId: o.orderId }, MISSING_REASON));
  return { movements, released };
}
