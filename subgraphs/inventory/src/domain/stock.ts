import { firstLevel, type Level, nextLevel } from './level.ts';

/** What a store has of a product. */
export interface StockItem {
  readonly id: string;
  readonly storeId: string;
  readonly productId: string;
  /** Pieces on the shelf, reserved ones included. */
  readonly onHand: number;
  readonly reserved: number;
  readonly threshold: number;
  readonly announced: Level;
  /** 0 only within the transaction that makes it. */
  readonly version: number;
  readonly updatedAt: Date;
}

/** The most pieces that one shelf can hold; a CHECK of the database holds it too. */
export const MAX_ON_HAND = 1_000_000_000;

export type MovementKind = 'RECEIPT' | 'RESERVATION' | 'RELEASE' | 'COMMIT' | 'ADJUSTMENT' | 'RESTOCK';

/** Why staff adds to a level or takes from it. */
export const ADJUSTMENT_REASONS = [
  'DAMAGED',
  'EXPIRED',
  'LOST',
  'STOLEN',
  'FOUND',
  'MISCOUNTED',
  'OTHER',
] as const;
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number];

/** An entry of the ledger that is about to be written. */
export interface Movement {
  readonly kind: MovementKind;
  readonly onHandDelta: number;
  readonly reservedDelta: number;
  readonly orderId: string | null;
  readonly actorId: string | null;
  readonly reason: string | null;
  /** Why staff changed the level; null for all but adjustments by hand. */
  readonly reasonCode: AdjustmentReason | null;
}

/** An entry of the ledger. */
export interface BookedMovement extends Movement {
  readonly id: string;
  readonly stockItemId: string;
  /** Version of the stock item that it made. */
  readonly version: number;
  readonly at: Date;
}

const byHand = { orderId: null, actorId: null, reason: null, reasonCode: null };

export const receipt = (pieces: number, actorId: string | null, reason: string | null): Movement => ({
  ...byHand,
  kind: 'RECEIPT',
  onHandDelta: pieces,
  reservedDelta: 0,
  actorId,
  reason,
});

export const adjustment = (
  delta: number,
  by: {
    readonly actorId?: string;
    readonly orderId?: string;
    readonly reasonCode?: AdjustmentReason;
  },
  reason: string | null,
): Movement => ({
  kind: 'ADJUSTMENT',
  onHandDelta: delta,
  reservedDelta: 0,
  orderId: by.orderId ?? null,
  actorId: by.actorId ?? null,
  reason,
  reasonCode: by.reasonCode ?? null,
});

const ofOrder = (
  kind: MovementKind,
  onHandDelta: number,
  reservedDelta: number,
  orderId: string,
): Movement => ({
  ...byHand,
  kind,
  onHandDelta,
  reservedDelta,
  orderId,
});

export const reservation = (pieces: number, orderId: string) => ofOrder('RESERVATION', 0, pieces, orderId);
export const release = (pieces: number, orderId: string) => ofOrder('RELEASE', 0, -pieces, orderId);
export const commit = (pieces: number, orderId: string) => ofOrder('COMMIT', -pieces, -pieces, orderId);
export const restock = (pieces: number, orderId: string, actorId: string): Movement => ({
  ...ofOrder('RESTOCK', pieces, 0, orderId),
  actorId,
});

export const availableOf = (item: Pick<StockItem, 'onHand' | 'reserved'>): number =>
  item.onHand - item.reserved;

/** A stock item after its movements: the level is the sum of the ledger and of nothing else. */
export function booked(
  item: StockItem,
  movements: readonly Movement[],
  threshold = item.threshold,
): StockItem {
  const onHand = movements.reduce((sum, movement) => sum + movement.onHandDelta, item.onHand);
  const reserved = movements.reduce((sum, movement) => sum + movement.reservedDelta, item.reserved);
  const available = onHand - reserved;
  const announced =
    item.version === 0 ? firstLevel(available, threshold) : nextLevel(item.announced, available, threshold);
  return { ...item, onHand, reserved, threshold, announced, version: item.version + 1 };
}
