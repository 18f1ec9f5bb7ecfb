import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mutation, query } from '../../../tools/src/client/index.ts';
import { theOperator } from './accounts.ts';
import { store } from './shopping.ts';

const level = z.object({ onHand: z.number(), reserved: z.number() });
export type StockLevel = z.infer<typeof level>;

const stockItems = query<{ storeId: string; productId: string }>()(
  `query StockItems($storeId: ID!, $productId: ID!) {
    stockItems(storeId: $storeId, productIds: [$productId], first: 1) { edges { node { onHand reserved } } }
  }`,
  z.object({ stockItems: z.object({ edges: z.array(z.object({ node: level })) }) }),
);

/** What the store has of a product, as its staff see it. */
export async function stockOf(productId: string): Promise<StockLevel> {
  const { edges } = (await theOperator.execute(stockItems, { storeId: store.storeId, productId })).stockItems;
  const [edge] = edges;
  if (!edge) throw new Error(`the store does not know ${productId}`);
  return edge.node;
}

const stockSet = mutation<{ input: Record<string, unknown> }>()(
  `mutation StockSet($input: StockSetInput!) {
    stockSet(input: $input) { stockItem { onHand } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

/** The store's staff count again: from now on there are `to` pieces. */
export async function countStock(productId: string, to: number): Promise<void> {
  const { onHand: from } = await stockOf(productId);
  const count = { storeId: store.storeId, productId, from, to, reason: 'counted' };
  await theOperator.execute(stockSet, { input: { ...count, idempotencyKey: randomUUID() } });
}
