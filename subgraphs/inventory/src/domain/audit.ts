import type { StockItem } from './stock.ts';
import type { Store } from './store.ts';

/** What staff does by hand in a store. */
export const STORE_ACTS = [
  'STORE_CREATED',
  'STORE_UPDATED',
  'STORE_PAUSED',
  'STORE_RESUMED',
  'STORE_CLOSED',
  'STOCK_RECEIVED',
  'STOCK_ADJUSTED',
  'STOCK_COUNTED',
  'STOCK_THRESHOLD_SET',
  'ORDER_RESTOCKED',
] as const;
export type StoreAct = (typeof STORE_ACTS)[number];

/** A field that an act changed, as text; null: it had or has no value. */
export interface AuditChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** An act that is about to be written down. */
export interface NewAuditEntry {
  readonly storeId: string;
  readonly actorId: string;
  readonly act: StoreAct;
  readonly productId: string | null;
  readonly orderId: string | null;
  /** What staff wrote. */
  readonly note: string | null;
  readonly changes: readonly AuditChange[];
}

export interface AuditEntry extends NewAuditEntry {
  readonly id: string;
  readonly at: Date;
}

const textOf = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The fields among `fields` in which two states differ. */
function changesOf<State>(
  before: State | null,
  after: State,
  fields: readonly (keyof State & string)[],
): AuditChange[] {
  return fields
    .map((field) => ({ field, from: textOf(before?.[field]), to: textOf(after[field]) }))
    .filter(({ from, to }) => from !== to);
}

/** What changed of a store; `before` null: it is new. */
export const storeChanges = (before: Store | null, after: Store): AuditChange[] =>
  changesOf(before, after, [
    'name',
    'radiusMeters',
    'openingHours',
    'closedDates',
    'deliveryFee',
    'freeDeliveryFrom',
    'minimumOrder',
    'status',
  ]);

/** What changed of a stock item. */
export const stockChanges = (before: StockItem, after: StockItem): AuditChange[] =>
  changesOf(before, after, ['onHand', 'threshold']);
