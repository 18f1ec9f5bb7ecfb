import { isRefused } from '../../../tools/src/client/index.ts';
import { theAdmin } from '../harness/accounts.ts';
import { productState, productUpdate } from '../harness/operations.ts';
import { until } from '../harness/waiting.ts';

/** The shop describes a product anew. Whether a change without a response was made is found by reading. */
export async function describeProduct(
  productId: string,
  description: string,
  timeoutMs: number,
): Promise<void> {
  await until(
    async () => {
      const { product } = await theAdmin.execute(productState, { id: productId }, { timeoutMs });
      if (product.description === description) return true;
      const input = { expectedVersion: product.version, description };
      try {
        await theAdmin.execute(productUpdate, { productId, input }, { timeoutMs });
      } catch (error) {
        if (!isRefused(error, 'VERSION_CONFLICT')) throw error;
      }
      return false;
    },
    (isDescribed) => isDescribed,
    timeoutMs,
  );
}
