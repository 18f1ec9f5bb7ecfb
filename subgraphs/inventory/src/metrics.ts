import type { MeasuredFields } from '@nakku/service';
import { counter, workMetrics } from '@nakku/telemetry';

const service = 'inventory';

const stockChanges = { metrics: workMetrics('stock_change', 'Changes of stock by people') };

/** Work of people that is counted. */
export const measured: MeasuredFields = {
  stockReceive: stockChanges,
  stockAdjust: stockChanges,
  stockSet: stockChanges,
  stockThresholdSet: stockChanges,
  orderRestock: stockChanges,
};

const reservations = counter(
  'reservations_total',
  'Reservations of orders by outcome',
  ['service', 'method', 'status'],
  [
    { service, method: 'reserve', status: 'reserved' },
    { service, method: 'reserve', status: 'rejected' },
  ],
);
const expired = counter(
  'holds_expired_total',
  'Holds that were swept after they expired',
  ['service'],
  [{ service }],
);
const shortages = counter(
  'stock_shortage_pieces_total',
  'Pieces that left although the books did not have them',
  ['service'],
  [{ service }],
);

const missing = counter(
  'stock_missing_pieces_total',
  'Pieces that packers did not find although the books had them',
  ['service'],
  [{ service }],
);

/** Outcome of an order's reservation. */
export function countReservation(
  method: 'reserve' | 'confirm' | 'substitute' | 'change',
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

/** Pieces that packers did not find although the books had them. */
export function countMissing(pieces: number): void {
  missing.inc({ service }, pieces);
}
