import type { ProductQuantity } from '../domain/lines.ts';
import type { Shortage } from '../store/reserve.ts';
import type { StockTransaction } from '../store/database.ts';

interface Told {
  readonly orderId: string;
  readonly storeId: string;
  /** Number of the event within the order's reservation. */
  readonly version: number;
  readonly lines: readonly ProductQuantity[];
  readonly at: Date;
}

/** What the events of a reservation have in common: envelope and data. */
function told({ orderId, storeId, version, lines, at }: Told) {
  return {
    envelope: { subject: orderId, sequence: version },
    data: {
      orderId,
      storeId,
      lines: lines
        .filter((line) => line.quantity > 0)
        .map(({ productId, quantity }) => ({ productId, quantity })),
      at: at.toISOString(),
    },
  };
}

/** `expiresAt` null: held for good. */
export function publishReserved(tx: StockTransaction, what: Told, expiresAt: Date | null): void {
  const { envelope, data } = told(what);
  const held = { ...data, expiresAt: expiresAt?.toISOString() ?? null };
  tx.emit({ type: 'inventory.reserved', ...envelope, data: held });
}

export function publishRejected(
  tx: StockTransaction,
  what: Told,
  why: { reason: 'OUT_OF_STOCK' | 'UNKNOWN_STORE' | 'STOCK_LOST'; shortages: readonly Shortage[] },
): void {
  const { envelope, data } = told(what);
  const rejected = { ...data, reason: why.reason, shortages: [...why.shortages] };
  tx.emit({ type: 'inventory.reservation_rejected', ...envelope, data: rejected });
}

export function publishReleased(tx: StockTransaction, what: Told): void {
  const { envelope, data } = told(what);
  tx.emit({ type: 'inventory.released', ...envelope, data });
}

export function publishCommitted(tx: StockTransaction, what: Told): void {
  const { envelope, data } = told(what);
  tx.emit({ type: 'inventory.committed', ...envelope, data });
}
