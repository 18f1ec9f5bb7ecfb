import { sharedReads } from '@nakku/graphql-kit';
import type { LiveReads } from '../app/deps.ts';
import { loadCarts } from '../store/carts.ts';
import type { Db } from '../store/database.ts';

const MAX_BATCH = 100;

export function liveReadsOf(db: Db): LiveReads {
  return {
    carts: sharedReads({
      keyOf: (cartId) => cartId,
      load: async (cartIds) => new Map((await loadCarts(db, cartIds)).map((cart) => [cart.id, cart])),
      maxBatch: MAX_BATCH,
    }),
  };
}
