import type { Transaction } from '@nakku/platform';
import type { Category } from '../domain/category.ts';
import { packagingOf, type Product } from '../domain/product.ts';

/** Publishes the full state of a product after a change. */
export function publishProduct(
  tx: Pick<Transaction<unknown>, 'emit'>,
  type: 'product.created' | 'product.updated' | 'product.deleted',
  product: Product,
): void {
  tx.emit({
    type,
    subject: product.id,
    sequence: product.version,
    data: {
      product: {
        productId: product.id,
        sku: product.sku,
        slug: product.slug,
        name: product.name,
        brand: product.brand,
        packaging: packagingOf(product.size, product.unit),
        price: { amount: product.price, currency: product.currency },
        taxRate: product.taxRate,
        categoryId: product.categoryId,
        imageUrl: product.imageUrls[0] ?? null,
        status: product.status,
        description: product.description,
        size: product.size,
        unit: product.unit,
        imageUrls: product.imageUrls,
        attributes: product.attributes.map((fact) => ({ ...fact })),
        tags: product.tags,
        basePrice: { amount: product.basePrice, currency: product.currency },
        storePrices: product.storePrices.map(({ storeId, price }) => ({
          storeId,
          price: { amount: price, currency: product.currency },
        })),
        compareAtPrice: amountOf(product.compareAtPrice, product.currency),
        deposit: amountOf(product.deposit, product.currency),
        ingredients: product.ingredients,
        nutrition: product.nutrition === null ? null : { ...product.nutrition },
        origin: product.origin,
        storage: product.storage,
        allergens: product.allergens,
        minPerOrder: product.minPerOrder,
        maxPerOrder: product.maxPerOrder,
        ageLimit: product.ageLimit,
      },
      at: product.updatedAt.toISOString(),
    },
  });
}

const amountOf = (amount: number | null, currency: string) => (amount === null ? null : { amount, currency });

/** Publishes a category; `path` holds the slugs from the top down to it. */
export function publishCategory(
  tx: Pick<Transaction<unknown>, 'emit'>,
  type: 'category.created' | 'category.updated' | 'category.deleted',
  category: Category,
  path: string[],
  at: Date,
): void {
  tx.emit({
    type,
    subject: category.id,
    sequence: category.version,
    data: {
      category: {
        categoryId: category.id,
        parentId: category.parentId,
        slug: category.slug,
        name: category.name,
        path,
        status: category.status,
      },
      at: at.toISOString(),
    },
  });
}
