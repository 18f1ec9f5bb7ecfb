import { DEMO_PASSWORD, demoOperator, demoStores } from '@nakku/demo';
import { z } from 'zod';
import type { Account, Api } from '../../client/index.ts';
import { isRefused, mutation, openAccount, query } from '../../client/index.ts';
import { openLane } from '../../simulators/staff/lane.ts';

const item = z.object({
  onHand: z.number(),
  reserved: z.number(),
  product: z.object({ id: z.string() }).nullable(),
});

const stockItems = query<{ storeId: string; productIds: readonly string[] }>()(
  `query StockItems($storeId: ID!, $productIds: [ID!]!) {
    stockItems(storeId: $storeId, productIds: $productIds, first: 100) {
      edges { node { onHand reserved product { id } } }
    }
  }`,
  z.object({ stockItems: z.object({ edges: z.array(z.object({ node: item })) }) }),
);

const stockReceive = mutation<{
  input: {
    storeId: string;
    lines: readonly { productId: string; quantity: number }[];
    reason: string;
    idempotencyKey: string;
  };
}>()(
  `mutation StockReceive($input: StockReceiveInput!) {
    stockReceive(input: $input) { stockItems { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

const stockSet = mutation<{
  input: {
    storeId: string;
    productId: string;
    from: number;
    to: number;
    reason: string;
    idempotencyKey: string;
  };
}>()(
  `mutation StockSet($input: StockSetInput!) {
    stockSet(input: $input) { stockItem { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

const PAGE = 100;
const HANDS = 8;
const REASON = 'Load test with real baskets';

interface Level {
  readonly storeId: string;
  readonly productId: string;
  readonly onHand: number;
  readonly reserved: number;
}

/** The shelves of the demo stores, by the hands of their operator. */
export interface Shelves {
  /** Receives what the load test will ask for, in both stores. */
  receive(demand: ReadonlyMap<string, number>): Promise<void>;
  /** Leaves `pieces` of each product that can be ordered; the response puts back what was taken away. */
  makeScarce(productIds: readonly string[], pieces: number): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

function pagesOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / PAGE) }, (_, page) =>
    all.slice(page * PAGE, (page + 1) * PAGE),
  );
}

/** @param run makes the keys of this run's acts */
export function openShelves(api: Api, run: string): Shelves {
  const operator = openAccount(api, { email: demoOperator.email, password: DEMO_PASSWORD });
  const lane = openLane(HANDS);
  const stores = demoStores.map(({ storeId }) => storeId);

  async function receiveAt(storeId: string, lines: { productId: string; quantity: number }[], what: string) {
    await Promise.all(
      pagesOf(lines).map((page, number) => {
        const idempotencyKey = `${run}:${what}:${storeId}:${number}`;
        const input = { storeId, lines: page, reason: REASON, idempotencyKey };
        return lane(() => operator.execute(stockReceive, { input }));
      }),
    );
  }

  return {
    async receive(demand) {
      const lines = [...demand].map(([productId, quantity]) => ({ productId, quantity }));
      await Promise.all(stores.map((storeId) => receiveAt(storeId, lines, 'receive')));
    },
    async makeScarce(productIds, pieces) {
      const taken = await Promise.all(
        stores.map(async (storeId) => {
          const levels = await levelsOf(operator, storeId, productIds);
          await Promise.all(
            levels.map((level) => lane(() => setTo(operator, level, level.reserved + pieces, run))),
          );
          return { storeId, levels };
        }),
      );
      return async () => {
        for (const { storeId, levels } of taken) {
          const lines = levels
            .map(({ productId, onHand, reserved }) => ({ productId, quantity: onHand - reserved - pieces }))
            .filter(({ quantity }) => quantity > 0);
          await receiveAt(storeId, lines, 'put-back');
        }
      };
    },
    close: () => operator.close(),
  };
}

async function levelsOf(operator: Account, storeId: string, productIds: readonly string[]): Promise<Level[]> {
  const pages = await Promise.all(
    pagesOf(productIds).map((page) => operator.execute(stockItems, { storeId, productIds: page })),
  );
  return pages.flatMap(({ stockItems: { edges } }) =>
    edges.flatMap(({ node: { product, onHand, reserved } }) =>
      product ? [{ storeId, productId: product.id, onHand, reserved }] : [],
    ),
  );
}

async function setTo(operator: Account, level: Level, to: number, run: string): Promise<void> {
  const { storeId, productId } = level;
  for (let { onHand } = level; onHand !== to;) {
    try {
      const idempotencyKey = `${run}:set:${storeId}:${productId}:${onHand}`;
      const input = { storeId, productId, from: onHand, to, reason: REASON, idempotencyKey };
      await operator.execute(stockSet, { input });
      return;
    } catch (error) {
      if (!isRefused(error, 'STOCK_CHANGED')) throw error;
      const [now] = await levelsOf(operator, storeId, [productId]);
      if (!now) throw error;
      onHand = now.onHand;
    }
  }
}
