import type { Product } from '../domain/product.ts';
import { documentOf } from '../domain/search/document.ts';
import { categoriesById } from '../store/categories.ts';
import type { Tx } from '../store/database.ts';
import { saveDocuments } from '../store/search/documents.ts';

/** Lets searches find products by their words of now, in the transaction of the change. */
export async function indexProducts(db: Tx, products: readonly Product[]): Promise<void> {
  const own = await categoriesById(db, [...new Set(products.map(({ categoryId }) => categoryId))]);
  const paths = new Map(own.map(({ id, ancestorIds }) => [id, ancestorIds]));
  const above = await categoriesById(db, [...new Set(own.flatMap(({ ancestorIds }) => ancestorIds))]);
  const names = new Map(above.map(({ id, name }) => [id, name]));
  await saveDocuments(
    db,
    products.map((product) => {
      const path = paths.get(product.categoryId) ?? [];
      return {
        product,
        document: documentOf(
          product,
          path.map((id) => names.get(id) ?? ''),
        ),
      };
    }),
  );
}
