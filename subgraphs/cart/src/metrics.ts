import type { MeasuredFields } from '@nakku/service';
import { counter, workMetrics } from '@nakku/telemetry';

const notRestored = counter(
  'cart_lines_not_restored_total',
  'Lines of cancelled orders that did not fit their cart any more, of which the cart warns',
  ['service'],
  [{ service: 'cart' }],
);

const changes = { metrics: workMetrics('cart_change', 'Changes of carts') };
const checkouts = { metrics: workMetrics('cart_checkout', 'Checkouts of carts') };

/** Business metrics of cart. */
export const measured: MeasuredFields = {
  cartCreate: changes,
  cartLinesAdd: changes,
  cartLinesUpdate: changes,
  cartLinesRemove: changes,
  cartClear: changes,
  cartMerge: changes,
  cartAddressSet: changes,
  cartTipSet: changes,
  cartHandoverSet: changes,
  cartAttributesSet: changes,
  cartCheckout: checkouts,
};

/** Lines that a cancelled order could not give back to its cart, or not whole. */
export function countLinesNotRestored(lines: number): void {
  if (lines > 0) notRestored.inc({ service: 'cart' }, lines);
}
