import { counter } from '@nakku/telemetry';

const service = 'inventory';

const reservations = counter('reservations_total', 'Reservations of orders by outcome', [
  'service',
  'method',
  'status',
]);
const expired = counter('holds_expired_total', 'Holds that were swept after they expired', ['service']);
const shortages = counter(
  'stock_shortage_pieces_total',
  'Pieces that left although the books did not have them',
  ['service'],
);

/** Outcome of an order's reservation. */
export function countReservation(
  method: 'reserve' | 'confirm',
  status: 'reserved' | 'rejected' | 'unchanged',
): void {
  reservations.inc({ service, method, status });
}

/** Holds that ended by time. */
export function countExpired(holds: number): void {
  expired.inc({ service }, holds);
}

/** Pieces that left although the books did not have them. */
export function countShortage(pieces: number): void {
  shortages.inc({ service }, pieces);
}
