import type { Tx } from './database.ts';

/** Keeps what inventory must know of a product of the catalogue. */
export async function putProduct(
  tx: Tx,
  product: { readonly productId: string; readonly isArchived: boolean },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO products (id, is_archived) VALUES (${product.productId}::uuid, ${product.isArchived})
    ON CONFLICT (id) DO UPDATE SET is_archived = excluded.is_archived`;
}

/** The products among these that the catalogue has, or had before they were archived. */
export async function knownProducts(tx: Tx, productIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.product.findMany({ where: { id: { in: [...productIds] } }, select: { id: true } });
  return new Set(rows.map((row) => row.id));
}

/** Those among these that were archived. */
export async function archivedAmong(tx: Tx, productIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM products WHERE id = ANY(${[...productIds]}::uuid[]) AND is_archived`;
  return new Set(rows.map((row) => row.id));
}
