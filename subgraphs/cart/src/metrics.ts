import { counter } from '@nakku/telemetry';

const notRestored = counter(
  'cart_lines_not_restored_total',
  'Lines of cancelled orders that did not fit their cart any more, of which the cart warns',
  ['service'],
);

/** Lines that a cancelled order could not give back to its cart, or not whole. */
export function countLinesNotRestored(lines: number): void {
  if (lines > 0) notRestored.inc({ service: 'cart' }, lines);
}
