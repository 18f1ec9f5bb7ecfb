import { counter } from '@nakku/telemetry';

export interface StockMetrics {
  /** Outcome of an order's reservation. */
  reservation(method: 'reserve' | 'confirm', status: 'reserved' | 'rejected' | 'unchanged'): void;
  /** Holds that ended by time. */
  expired(holds: number): void;
  /** Pieces that left although the books did not have them. */
  shortage(pieces: number): void;
}

export function stockMetrics(service: string): StockMetrics {
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
  return {
    reservation: (method, status) => reservations.inc({ service, method, status }),
    expired: (holds) => expired.inc({ service }, holds),
    shortage: (pieces) => shortages.inc({ service }, pieces),
  };
}
