import type { Address, ProductState, StoreState, UserState } from '@nakku/contracts';
import type { StockedProduct, StockedProducts } from '../domain/change.ts';
import type { Tx } from './database.ts';

/** What cart knows of other contexts, from their events. Newer wins; the inbox drops what is older. */

export async function putProduct(tx: Tx, product: ProductState): Promise<void> {
  const isSold = product.status === 'ACTIVE';
  const storePrices = JSON.stringify(
    (product.storePrices ?? []).map(({ storeId, price }) => ({ storeId, price: price.amount })),
  );
  await tx.$executeRaw`
    INSERT INTO products (id, sku, name, packaging, image_url, price, currency, tax_rate, is_sold, min_per_order,
      max_per_order, age_limit, category_id, store_prices)
    VALUES (${product.productId}::uuid, ${product.sku}, ${product.name}, ${product.packaging}, ${product.imageUrl},
            ${product.price.amount}, ${product.price.currency}, ${product.taxRate}, ${isSold},
            ${product.minPerOrder ?? 1}, ${product.maxPerOrder ?? null}, ${product.ageLimit ?? null},
            ${product.categoryId}::uuid, ${storePrices}::jsonb)
    ON CONFLICT (id) DO UPDATE
       SET sku = excluded.sku, name = excluded.name, packaging = excluded.packaging, image_url = excluded.image_url,
           price = excluded.price, currency = excluded.currency, tax_rate = excluded.tax_rate, is_sold = excluded.is_sold,
           min_per_order = excluded.min_per_order, max_per_order = excluded.max_per_order,
           age_limit = excluded.age_limit, category_id = excluded.category_id,
           store_prices = excluded.store_prices`;
}

export async function putCategory(
  tx: Tx,
  category: { readonly categoryId: string; readonly parentId: string | null },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO categories (id, parent_id) VALUES (${category.categoryId}::uuid, ${category.parentId}::uuid)
    ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id`;
}

export async function putStore(tx: Tx, store: StoreState): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stores (id, state) VALUES (${store.storeId}::uuid, ${JSON.stringify(store)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state`;
}

/** @param stock one row per store and product, in the order in which rows are locked */
export async function putStock(
  tx: Tx,
  stock: readonly { readonly storeId: string; readonly productId: string; readonly available: number }[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO stock (store_id, product_id, available)
    SELECT "storeId", "productId", available
      FROM json_to_recordset(${JSON.stringify(stock)}::json) AS r("storeId" uuid, "productId" uuid, available int)
    ON CONFLICT (store_id, product_id) DO UPDATE SET available = excluded.available`;
}

export async function putAddresses(tx: Tx, user: UserState): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO address_books (user_id, addresses)
    VALUES (${user.userId}::uuid, ${JSON.stringify(user.addresses)}::jsonb)
    ON CONFLICT (user_id) DO UPDATE SET addresses = excluded.addresses`;
}

export async function deleteAddresses(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM address_books WHERE user_id = ${userId}::uuid`;
}

/** Products with what the store of a cart has of them. */
export async function productsForCart(
  tx: Tx,
  cartId: string,
  productIds: readonly string[],
): Promise<StockedProducts> {
  const rows = await tx.$queryRaw<(Omit<StockedProduct, 'price'> & { price: bigint })[]>`
    SELECT p.id AS "productId", p.sku, p.name, p.packaging, p.image_url AS "imageUrl", p.price, p.currency,
           p.tax_rate AS "taxRate", p.is_sold AS "isSold", p.min_per_order AS "minPerOrder",
           p.max_per_order AS "maxPerOrder", p.age_limit AS "ageLimit", p.category_id AS "categoryId",
           p.store_prices AS "storePrices", s.id AS "storeId", k.available
      FROM products p
      LEFT JOIN carts c ON c.id = ${cartId}::uuid
      LEFT JOIN stores s ON s.id = c.store_id
      LEFT JOIN stock k ON k.store_id = s.id AND k.product_id = p.id
     WHERE p.id = ANY(${[...productIds]}::uuid[])`;
  return new Map(rows.map((row) => [row.productId, { ...row, price: Number(row.price) }]));
}

/** All stores: few, and the rule looks at each. */
export async function allStores(tx: Tx): Promise<StoreState[]> {
  const rows = await tx.$queryRaw<{ state: StoreState }[]>`SELECT state FROM stores`;
  return rows.map((row) => row.state);
}

/** One of the user's own addresses; null if there is none of that id. */
export async function addressOf(tx: Tx, userId: string, addressId: string): Promise<Address | null> {
  const rows = await tx.$queryRaw<{ addresses: (Address & { addressId: string })[] }[]>`
    SELECT addresses FROM address_books WHERE user_id = ${userId}::uuid`;
  const found = rows[0]?.addresses.find((address) => address.addressId === addressId);
  if (found === undefined) return null;
  const { lines, city, postcode, country, location, instructions } = found;
  return { lines, city, postcode, country, location, instructions };
}
