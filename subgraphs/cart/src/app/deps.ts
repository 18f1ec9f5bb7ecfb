import type { PollInterval, SharedReads } from '@nakku/graphql-kit';
import type { LiveSignals, Platform } from '@nakku/platform';
import type { QuoteSigner } from '@nakku/quote';
import type { CartConfig, CartTimes } from '../config.ts';
import type { Cart } from '../domain/cart.ts';
import type { TaxRule } from '../domain/pricing.ts';
import type { Db, Tx } from '../store/database.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  /** By ID; who may see a cart is checked by the reader. */
  readonly carts: SharedReads<string, Cart>;
}

/** What cart's use cases and resolvers work with. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly live: LiveSignals;
  readonly liveReads: LiveReads;
  readonly poll: PollInterval;
  readonly times: CartTimes;
  readonly config: CartConfig;
  readonly taxRule: TaxRule;
  readonly quotes: QuoteSigner;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}
