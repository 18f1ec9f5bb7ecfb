import { type SharedReads, sharedReads } from '@nakku/graphql-kit';
import type { Cart } from '../domain/cart.ts';
import { loadCarts } from '../store/carts.ts';
import type { Db } from '../store/database.ts';

/** Carts by id for all who watch them: what many watch is read once. Who may see a cart is checked by the reader. */
export function liveCartsOf(db: Db): SharedReads<string, Cart> {
  return sharedReads({
    keyOf: (cartId) => cartId,
    load: async (cartIds) => new Map((await loadCarts(db, cartIds)).map((cart) => [cart.id, cart])),
    maxBatch: 100,
  });
}
