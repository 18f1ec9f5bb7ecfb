import type { ProductState } from '@nakku/contracts';
import type { Transaction } from '@nakku/platform';
import { putProduct } from '../store/catalogue.ts';
import type { Tx } from '../store/database.ts';
import { setWithdrawn } from '../store/withdrawnProducts.ts';

/**
 * Follows a product of the catalogue: what it would be as a substitute, and whether quotes of it, signed while it was sold,
 * can still be ordered.
 */
export async function projectProduct(
  tx: Transaction<Tx>,
  { product, isWithdrawn }: { readonly product: ProductState; readonly isWithdrawn: boolean },
): Promise<void> {
  const {
    productId,
    sku,
    name,
    packaging,
    imageUrl,
    taxRate,
    price: money,
    categoryId,
    size,
    unit,
    storePrices = [],
    ageLimit = null,
  } = product;
  const { amount: price, currency } = money;
  const content = size === undefined || unit === undefined ? null : { size, unit };
  await setWithdrawn(tx.db, productId, isWithdrawn);
  await putProduct(tx.db, {
    ...{ productId, sku, name, packaging, imageUrl, price, currency, taxRate, categoryId, content, ageLimit },
    storePrices: storePrices.map((one) => ({ storeId: one.storeId, price: one.price.amount })),
  });
}
