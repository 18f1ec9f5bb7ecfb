import { z } from 'zod';
import { isRefused, mutation, query } from '../../../tools/src/client/index.ts';
import { theAdmin } from '../harness/accounts.ts';
import { until } from '../harness/waiting.ts';

const described = query<{ id: string }>()(
  `query Described($id: ID!) { product(by: { id: $id }) { version description } }`,
  z.object({ product: z.object({ version: z.number(), description: z.string().nullable() }) }),
);
const describe = mutation<{ productId: string; input: { expectedVersion: number; description: string } }>()(
  `mutation ProductUpdate($productId: ID!, $input: ProductUpdateInput!) {
    productUpdate(productId: $productId, input: $input) { product { version } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

/** The shop describes a product anew. Whether a change that nobody answered was made is seen by looking. */
export async function describeProduct(
  productId: string,
  description: string,
  timeoutMs: number,
): Promise<void> {
  await until(
    async () => {
      const { product } = await theAdmin.execute(described, { id: productId }, { timeoutMs });
      if (product.description === description) return true;
      const input = { expectedVersion: product.version, description };
      try {
        await theAdmin.execute(describe, { productId, input }, { timeoutMs });
      } catch (error) {
        if (!isRefused(error, 'VERSION_CONFLICT')) throw error;
      }
      return false;
    },
    (isDescribed) => isDescribed,
    timeoutMs,
  );
}
