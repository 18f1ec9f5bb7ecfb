import type { Transaction } from '@nakku/platform';
import { type Level, stockEventOf } from '../domain/level.ts';
import type { ProductQuantity } from '../domain/lines.ts';
import { stockChannel } from '../domain/availability.ts';
import { availableOf, type StockItem } from '../domain/stock.ts';
import { openness, type Store } from '../domain/store.ts';
import type { Tx } from '../store/database.ts';
import type { Shortage } from '../store/reserve.ts';

/** Publishes the state of a stock item after a change; `before` is the level that was announced before it. */
export function publishStock(tx: Transaction<Tx>, before: Level, item: StockItem): void {
  tx.emit({
    type: stockEventOf(before, item.announced),
    subject: item.id,
    sequence: item.version,
    live: [stockChannel(item.storeId, item.productId)],
    data: {
      stockItemId: item.id,
      storeId: item.storeId,
      productId: item.productId,
      onHand: item.onHand,
      reserved: item.reserved,
      available: availableOf(item),
      threshold: item.threshold,
      at: item.updatedAt.toISOString(),
    },
  });
}

/** Publishes the full state of a store after a change. */
export function publishStore(
  tx: Transaction<Tx>,
  type: 'store.created' | 'store.updated' | 'store.closed',
  { version, ...store }: Store,
  at: Date,
): void {
  tx.emit({
    type,
    subject: store.storeId,
    sequence: version,
    data: { store: { ...store, ...openness(store), address: { ...store.address } }, at: at.toISOString() },
  });
}

/** What happened to the reservation of an order. */
interface ReservationFact {
  readonly orderId: string;
  readonly storeId: string;
  /** Number of the event within the order's reservation. */
  readonly version: number;
  readonly lines: readonly ProductQuantity[];
  readonly at: Date;
}

/** What the events of a reservation have in common: envelope and data. */
function envelopeOf({ orderId, storeId, version, lines, at }: ReservationFact) {
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
export function publishReserved(
  tx: Transaction<Tx>,
  fact: ReservationFact,
  expiresAt: Date | null,
  shortages: readonly Shortage[] = [],
): void {
  const { envelope, data } = envelopeOf(fact);
  const held = {
    ...data,
    expiresAt: expiresAt?.toISOString() ?? null,
    ...(shortages.length > 0 ? { shortages: [...shortages] } : {}),
  };
  tx.emit({ type: 'inventory.reserved', ...envelope, data: held });
}

export function publishRejected(
  tx: Transaction<Tx>,
  fact: ReservationFact,
  why: { reason: 'OUT_OF_STOCK' | 'UNKNOWN_STORE' | 'STOCK_LOST'; shortages: readonly Shortage[] },
): void {
  const { envelope, data } = envelopeOf(fact);
  const rejected = { ...data, reason: why.reason, shortages: [...why.shortages] };
  tx.emit({ type: 'inventory.reservation_rejected', ...envelope, data: rejected });
}

export function publishReleased(tx: Transaction<Tx>, fact: ReservationFact): void {
  const { envelope, data } = envelopeOf(fact);
  tx.emit({ type: 'inventory.released', ...envelope, data });
}

export function publishCommitted(tx: Transaction<Tx>, fact: ReservationFact): void {
  const { envelope, data } = envelopeOf(fact);
  tx.emit({ type: 'inventory.committed', ...envelope, data });
}

/** Whether what a change of an order needs is held: `shortages` null, or what the store has too little of. */
export function publishChange(
  tx: Transaction<Tx>,
  {
    version,
    at,
    ...change
  }: {
    readonly orderId: string;
    readonly storeId: string;
    readonly changeId: string;
    readonly version: number;
    readonly at: Date;
  },
  shortages: readonly Shortage[] | null,
): void {
  const envelope = { subject: change.orderId, sequence: version };
  const data = { ...change, at: at.toISOString() };
  if (shortages === null) tx.emit({ type: 'inventory.change_reserved', ...envelope, data });
  else
    tx.emit({ type: 'inventory.change_rejected', ...envelope, data: { ...data, shortages: [...shortages] } });
}

/** Whether the product that a customer chose instead of another is held; `version` is the event's number. */
export function publishSubstitute(
  tx: Transaction<Tx>,
  outcome: 'reserved' | 'rejected',
  {
    version,
    at,
    ...substitute
  }: ProductQuantity & {
    readonly orderId: string;
    readonly storeId: string;
    readonly substitutionId: string;
    readonly version: number;
    readonly at: Date;
  },
): void {
  const envelope = { subject: substitute.orderId, sequence: version };
  tx.emit({
    type: `inventory.substitute_${outcome}`,
    ...envelope,
    data: { ...substitute, at: at.toISOString() },
  });
}
