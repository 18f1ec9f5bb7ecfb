import type { Transaction } from '@nakku/platform';
import type { Tx } from '../store/database.ts';
import { setWithdrawn } from '../store/withdrawnProducts.ts';

export interface WithdrawProduct {
  readonly productId: string;
  /** False: the product is sold again. */
  readonly isWithdrawn: boolean;
}

/** Quotes of a withdrawn product, signed while it was sold, can no longer be ordered. */
export async function withdrawProduct(
  tx: Transaction<Tx>,
  { productId, isWithdrawn }: WithdrawProduct,
): Promise<void> {
  await setWithdrawn(tx.db, productId, isWithdrawn);
}
