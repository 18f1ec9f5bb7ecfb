import { type SharedReads, sharedReads } from '@nakku/graphql-kit';
import type { Availability } from '../domain/availability.ts';
import { availabilities } from '../store/availability.ts';
import type { Db } from '../store/database.ts';
import type { StockKey } from '../store/stockItems.ts';

const keyOf = ({ storeId, productId }: StockKey): string => `${storeId}:${productId}`;

/** Availability for all who watch it: what many watch is read once. */
export function liveStockOf(db: Db): SharedReads<StockKey, Availability> {
  return sharedReads({
    keyOf,
    load: async (keys) => new Map((await availabilities(db, keys)).map((one) => [keyOf(one), one])),
  });
}
