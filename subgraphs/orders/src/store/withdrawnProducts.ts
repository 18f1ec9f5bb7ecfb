import type { Tx } from './database.ts';

/** Remembers whether a product is withdrawn from sale. */
export async function setWithdrawn(db: Tx, productId: string, isWithdrawn: boolean): Promise<void> {
  if (isWithdrawn) await db.withdrawnProduct.createMany({ data: [{ productId }], skipDuplicates: true });
  else await db.withdrawnProduct.deleteMany({ where: { productId } });
}

/** Those among `productIds` that are withdrawn from sale. */
export async function withdrawnAmong(db: Tx, productIds: readonly string[]): Promise<string[]> {
  const rows = await db.withdrawnProduct.findMany({ where: { productId: { in: [...productIds] } } });
  return rows.map(({ productId }) => productId);
}
