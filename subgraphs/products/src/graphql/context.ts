import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import DataLoader from 'dataloader';
import type { Deps } from '../app/deps.ts';
import type { Category } from '../domain/category.ts';
import type { Product } from '../domain/product.ts';
import { categoriesById, categoriesBySlug, childrenOf } from '../store/categories.ts';
import { lowestPricesBefore } from '../store/priceHistory.ts';
import { productsById, productsBySku, productsBySlug } from '../store/products.ts';

export interface Loaders {
  readonly product: DataLoader<string, Product | null>;
  readonly productBySlug: DataLoader<string, Product | null>;
  readonly productBySku: DataLoader<string, Product | null>;
  readonly category: DataLoader<string, Category | null>;
  readonly categoryBySlug: DataLoader<string, Category | null>;
  readonly children: DataLoader<string, Category[]>;
  /** By product; null: it never had another price within 30 days before the present one. */
  readonly lowestPriceBefore: DataLoader<string, { readonly price: number } | null>;
}

export interface Context extends BaseContext {
  readonly deps: Deps;
  readonly loaders: Loaders;
}

/** The catalogue's own part of the context, new for each request. */
export function contextOf(deps: Deps): Pick<Context, 'deps' | 'loaders'> {
  const { db } = deps;
  return {
    deps,
    loaders: {
      product: batchLoader((ids) => productsById(db, ids)),
      productBySlug: batchLoader(
        (slugs) => productsBySlug(db, slugs),
        (product) => product.slug,
      ),
      productBySku: batchLoader(
        (skus) => productsBySku(db, skus),
        (product) => product.sku,
      ),
      category: batchLoader((ids) => categoriesById(db, ids)),
      categoryBySlug: batchLoader(
        (slugs) => categoriesBySlug(db, slugs),
        (category) => category.slug,
      ),
      lowestPriceBefore: batchLoader((ids) => lowestPricesBefore(db, ids)),
      children: new DataLoader<string, Category[]>(
        async (parentIds) => {
          const children = await childrenOf(db, parentIds);
          return parentIds.map((parentId) => children.filter((child) => child.parentId === parentId));
        },
        { maxBatchSize: 500 },
      ),
    },
  };
}
