import { sharedReads } from '@nakku/graphql-kit';
import type { LiveReads } from '../app/deps.ts';
import { availabilities } from '../store/availability.ts';
import type { Db } from '../store/database.ts';
import type { StockKey } from '../store/stockItems.ts';

const keyOf = ({ storeId, productId }: StockKey): string => `${storeId}:${productId}`;

export function liveReadsOf(db: Db): LiveReads {
  return {
    stock: sharedReads({
      keyOf,
      load: async (keys) => new Map((await availabilities(db, keys)).map((one) => [keyOf(one), one])),
    }),
  };
}
