/** An entry of the price list: a price of a product for a time, in one store or in all. */
export interface PriceEntry {
  readonly id: string;
  readonly productId: string;
  /** Null: all stores. */
  readonly storeId: string | null;
  /** Gross, minor units of the product's currency. */
  readonly price: number;
  readonly validFrom: Date;
  /** Exclusive; null: until the entry is deleted or a later one holds. */
  readonly validUntil: Date | null;
  readonly version: number;
}

/** The price of a store that differs from the general one. */
export interface StorePrice {
  readonly storeId: string;
  readonly price: number;
}

/** Entries of a product that are not over. */
export const MAX_PRICE_ENTRIES = 100;

export type PriceEntryStatus = 'SCHEDULED' | 'ACTIVE' | 'ENDED';

export function priceEntryStatus(
  { validFrom, validUntil }: Pick<PriceEntry, 'validFrom' | 'validUntil'>,
  at: Date,
): PriceEntryStatus {
  if (validUntil !== null && validUntil <= at) return 'ENDED';
  return validFrom <= at ? 'ACTIVE' : 'SCHEDULED';
}

/** Of two entries that hold, the one that began later; of two that began together, the one added later. */
function latest(entries: readonly PriceEntry[]): PriceEntry | undefined {
  return entries.reduce<PriceEntry | undefined>((best, entry) => {
    if (best === undefined) return entry;
    const later = entry.validFrom.getTime() - best.validFrom.getTime();
    return later > 0 || (later === 0 && entry.id > best.id) ? entry : best;
  }, undefined);
}

/** What a product costs at a time: everywhere, and in the stores that differ, in the order of their ids. */
export function pricesAt(
  basePrice: number,
  entries: readonly PriceEntry[],
  at: Date,
): { readonly price: number; readonly storePrices: StorePrice[] } {
  const active = entries.filter((entry) => priceEntryStatus(entry, at) === 'ACTIVE');
  const price = latest(active.filter(({ storeId }) => storeId === null))?.price ?? basePrice;
  const storeIds = [...new Set(active.flatMap(({ storeId }) => storeId ?? []))].sort();
  const storePrices = storeIds.flatMap((storeId) => {
    const own = latest(active.filter((entry) => entry.storeId === storeId));
    return own === undefined || own.price === price ? [] : [{ storeId, price: own.price }];
  });
  return { price, storePrices };
}

/** What a product costs in a store; null: where no store is chosen. */
export function priceIn(
  product: { readonly price: number; readonly storePrices: readonly StorePrice[] },
  storeId: string | null,
): number {
  return product.storePrices.find((one) => one.storeId === storeId)?.price ?? product.price;
}

/** When the next entry begins or ends; null: never. */
export function nextPriceChange(entries: readonly PriceEntry[], at: Date): Date | null {
  const times = entries
    .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil ?? validFrom])
    .filter((time) => time > at)
    .map((time) => time.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** The lowest price that a product has or will have. */
export function lowestPriceOf(basePrice: number, entries: readonly PriceEntry[], at: Date): number {
  const ahead = entries.filter((entry) => priceEntryStatus(entry, at) !== 'ENDED');
  return Math.min(basePrice, ...ahead.map(({ price }) => price));
}
