import type { Platform, Transaction } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import type { ProductsConfig } from '../config.ts';
import type { ProductSearch } from '../domain/search/productSearch.ts';
import type { Db } from '../store/database.ts';
import type { ProductKey } from '../store/search/orderings.ts';

/** What the use cases of the catalogue work with. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<TransactionClient<Db>>;
  readonly config: ProductsConfig;
  readonly search: ProductSearch<ProductKey>;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

/** A transaction of the catalogue, which emits events. */
export type ProductsTransaction = Transaction<TransactionClient<Db>>;
