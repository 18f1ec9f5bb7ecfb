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
  pendingQuantity: z.number(),
  line: z.object({
    id: z.string(),
    quantity: z.number(),
    openQuantity: z.number(),
    pickedQuantity: z.number(),
    shortQuantity: z.number(),
    substitutedQuantity: z.number(),
  }),
  substituteCandidates: z.array(z.object({ product: z.object({ id: z.string() }).nullable() })),
});
export type PickListLine = z.infer<typeof pickLine>;

const orderToPick = z.object({ openQuantity: z.number(), lines: z.array(pickLine) });
/** What an order's packer has to take from the shelf. */
export type PickList = z.infer<typeof orderToPick>;

export const pickList = query<{ orderId: string }>()(
  `query PickList($orderId: ID!) {
    pickList(orderId: $orderId) {
      openQuantity
      lines {
        barcode pendingQuantity
        line { id quantity openQuantity pickedQuantity shortQuantity substitutedQuantity }
        substituteCandidates { product { id } }
      }
    }
  }`,
  z.object({ pickList: orderToPick.nullable() }),
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

interface OfLine {
  readonly orderId: string;
  readonly lineId: string;
  readonly quantity: number;
  readonly idempotencyKey: string;
}

export const orderLineShort = mutation<{ input: OfLine }>()(
  `mutation OrderLineShort($input: OrderLineShortInput!) {
    orderLineShort(input: $input) { order { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const orderSubstitutionPropose = mutation<{
  input: OfLine & { readonly productIds: readonly string[] };
}>()(
  `mutation OrderSubstitutionPropose($input: OrderSubstitutionProposeInput!) {
    orderSubstitutionPropose(input: $input) { order { id } userErrors { ...Refusal } }
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

export const orderPackingFinish = mutation<Packing & { readonly bags?: number }>()(
  `mutation OrderPackingFinish($input: OrderPackingInput!, $bags: Int! = 1) {
    orderPackingFinish(input: $input, bags: $bags) { order { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const deliveryCompleteByStaff = mutation<{ deliveryId: string; reason: string }>()(
  `mutation DeliveryCompleteByStaff($deliveryId: ID!, $reason: String!) {
    deliveryCompleteByStaff(deliveryId: $deliveryId, reason: $reason) { delivery { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);
