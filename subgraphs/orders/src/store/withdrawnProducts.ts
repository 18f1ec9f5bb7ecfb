import type { Tx } from './database.ts';

/** Remembers whether a product is withdrawn from sale. */
export async function setWithdrawn(db: Tx, productId: string, isWithdrawn: boolean): Promise<void> {
  if (isWithdrawn) await db.withdrawnProduct.createMany({ data: [{ productId }], skipDuplicates: true });
  else await db.withdrawnProduct.deleteMany({ where: { productId } });
}
