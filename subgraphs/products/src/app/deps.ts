import type { Transaction } from '@nakku/platform';
import type { SubgraphDeps, TransactionClient } from '@nakku/service';
import type { ProductsConfig } from '../config.ts';
import type { ProductSearch } from '../domain/search/productSearch.ts';
import type { Db } from '../store/database.ts';
import type { ProductKey } from '../store/search/orderings.ts';

/** What the use cases of the catalogue work with. */
export interface Deps extends SubgraphDeps<Db> {
  readonly config: ProductsConfig;
  readonly search: ProductSearch<ProductKey>;
}

/** A transaction of the catalogue, which emits events. */
export type ProductsTransaction = Transaction<TransactionClient<Db>>;
