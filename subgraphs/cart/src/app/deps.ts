import type { SharedReads } from '@nakku/graphql-kit';
import type { QuoteSigner } from '@nakku/quote';
import type { SubgraphDeps } from '@nakku/service';
import type { CartConfig, CartTimes } from '../config.ts';
import type { Cart } from '../domain/cart.ts';
import type { TaxRule } from '../domain/pricing.ts';
import type { Db } from '../store/database.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  /** By ID; who may see a cart is checked by the reader. */
  readonly carts: SharedReads<string, Cart>;
}

/** What cart's use cases and resolvers work with. */
export interface Deps extends SubgraphDeps<Db> {
  readonly liveReads: LiveReads;
  readonly times: CartTimes;
  readonly config: CartConfig;
  readonly taxRule: TaxRule;
  readonly quotes: QuoteSigner;
}
