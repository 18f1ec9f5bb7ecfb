import { z } from 'zod';
import { mutation, query, subscription } from '../../client/index.ts';

const order = z.object({ id: z.string(), status: z.string(), isCancelRequested: z.boolean() });
/** An order as its packer sees it. */
export type PackableOrder = z.infer<typeof order>;

export const ordersFeed = subscription<{ storeId: string }>()(
  `subscription OrdersFeed($storeId: ID!) {
    ordersFeed(storeId: $storeId) { isSnapshot orders { id status isCancelRequested } }
  }`,
  z.object({ ordersFeed: z.object({ isSnapshot: z.boolean(), orders: z.array(order) }) }),
);

const page = z.object({
  orders: z.object({
    edges: z.array(z.object({ node: order })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
export type OrdersToPack = z.infer<typeof page>;

export const ordersToPack = query<{ storeId: string; after: string | null }>()(
  `query OrdersToPack($storeId: ID!, $after: String) {
    orders(filter: { storeId: $storeId, statuses: [CONFIRMED, PACKING] }, first: 100, after: $after) {
      edges { node { id status isCancelRequested } } pageInfo { hasNextPage endCursor }
    }
  }`,
  page,
);

const pickLine = z.object({
  barcode: z.string(),
  line: z.object({ id: z.string(), openQuantity: z.number() }),
});

/** What an order's packer has to take from the shelf. */
export const pickList = query<{ orderId: string }>()(
  `query PickList($orderId: ID!) {
    pickList(orderId: $orderId) { openQuantity lines { barcode line { id openQuantity } } }
  }`,
  z.object({
    pickList: z.object({ openQuantity: z.number(), lines: z.array(pickLine) }).nullable(),
  }),
);

interface Picking {
  readonly [name: string]: unknown;
  readonly input: {
    readonly orderId: string;
    readonly lines: readonly {
      readonly lineId: string;
      readonly quantity: number;
      readonly barcode: string;
    }[];
    readonly idempotencyKey: string;
  };
}

export const orderLinesPick = mutation<Picking>()(
  `mutation OrderLinesPick($input: OrderLinesPickInput!) {
    orderLinesPick(input: $input) { order { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

interface Packing {
  readonly [name: string]: unknown;
  readonly input: { readonly orderId: string; readonly idempotencyKey: string };
}

export const orderPackingStart = mutation<Packing>()(
  `mutation OrderPackingStart($input: OrderPackingInput!) {
    orderPackingStart(input: $input) { order { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const orderPackingFinish = mutation<Packing>()(
  `mutation OrderPackingFinish($input: OrderPackingInput!) {
    orderPackingFinish(input: $input) { order { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const deliveryCompleteByStaff = mutation<{ deliveryId: string; reason: string }>()(
  `mutation DeliveryCompleteByStaff($deliveryId: ID!, $reason: String!) {
    deliveryCompleteByStaff(deliveryId: $deliveryId, reason: $reason) { delivery { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);
