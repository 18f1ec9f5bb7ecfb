import { z } from 'zod';
import { mutation, query, subscription } from '../../../tools/src/client/index.ts';

const id = z.object({ id: z.string() });
const money = z.object({ amount: z.number(), currency: z.string() });

export const addCard = mutation<{ input: Record<string, unknown> }>()(
  `mutation PaymentMethodAdd($input: PaymentMethodAddInput!) {
    paymentMethodAdd(input: $input) { paymentMethod { id label } userErrors { ...Refusal } }
  }`,
  z.object({ paymentMethod: z.object({ id: z.string(), label: z.string() }) }),
);

export const cartCreate = mutation()(
  `mutation CartCreate { cartCreate { cart { id } userErrors { ...Refusal } } }`,
  z.object({ cart: id }),
);

export interface Line {
  readonly productId: string;
  readonly quantity: number;
  /** Default: the customer is asked. */
  readonly ifUnavailable?: string;
}

export const cartLinesAdd = mutation<{ cartId: string; lines: readonly Line[] }>()(
  `mutation CartLinesAdd($cartId: ID!, $lines: [CartLineAddInput!]!) {
    cartLinesAdd(cartId: $cartId, lines: $lines) { cart { id } userErrors { ...Refusal } }
  }`,
  z.object({ cart: id }),
);

export const cartHandoverSet = mutation<{ cartId: string; handover: 'CODE' | 'LEFT_AT_DOOR' }>()(
  `mutation CartHandoverSet($cartId: ID!, $handover: Handover!) {
    cartHandoverSet(cartId: $cartId, handover: $handover) { cart { id } userErrors { ...Refusal } }
  }`,
  z.object({ cart: id }),
);

export const cartAddressSet = mutation<{ cartId: string; address: Record<string, unknown> }>()(
  `mutation CartAddressSet($cartId: ID!, $address: CartAddressInput!) {
    cartAddressSet(cartId: $cartId, address: $address) {
      cart { id version store { id name } totals { total { amount currency } } } userErrors { ...Refusal }
    }
  }`,
  z.object({
    cart: z.object({
      id: z.string(),
      version: z.number(),
      store: z.object({ id: z.string(), name: z.string() }),
      totals: z.object({ total: money }),
    }),
  }),
);

export const cartCheckout = mutation<{ cartId: string; expectedVersion: number }>()(
  `mutation CartCheckout($cartId: ID!, $expectedVersion: Int!) {
    cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion) {
      quote { token totals { total { amount currency } } } userErrors { ...Refusal }
    }
  }`,
  z.object({ quote: z.object({ token: z.string(), totals: z.object({ total: money }) }) }),
);

export const orderPlace = mutation<{
  input: { quoteToken: string; paymentMethodId: string; idempotencyKey: string };
}>()(
  `mutation OrderPlace($input: OrderPlaceInput!) {
    orderPlace(input: $input) { order { id number status } userErrors { ...Refusal } }
  }`,
  z.object({ order: z.object({ id: z.string(), number: z.string(), status: z.string() }) }),
);

interface OfOrder {
  readonly [name: string]: unknown;
  readonly input: { readonly orderId: string; readonly idempotencyKey: string };
}

export const orderCancel = mutation<OfOrder>()(
  `mutation OrderCancel($input: OrderCancelInput!) {
    orderCancel(input: $input) { outcome order { id status isCancelRequested } userErrors { ...Refusal } }
  }`,
  z.object({ outcome: z.string(), order: z.object({ status: z.string(), isCancelRequested: z.boolean() }) }),
);

export const paymentRetry = mutation<{ input: Record<string, unknown> }>()(
  `mutation PaymentRetry($input: PaymentRetryInput!) {
    paymentRetry(input: $input) { payment { attempts { number } } userErrors { ...Refusal } }
  }`,
  z.object({ payment: z.object({ attempts: z.array(z.object({ number: z.number() })) }) }),
);

const step = z.object({ sequence: z.number(), kind: z.string(), status: z.string() });
export type Step = z.infer<typeof step>;

/** Of six subgraphs: orders, users, inventory, products, payments, delivery. */
const ORDER = `
  id number status version canCancel isCancelRequested cancelReason
  totals { total { amount currency } }
  customer { id name }
  store { id name }
  lines { quantity name product { id name price { amount currency } } }
  payment {
    status method { label } nextAction { redirectUrl } attempts { number status failureReason }
  }
  delivery { id status handoverCode proof courier { displayName vehicle } }
  timeline { sequence kind status }`;

const order = z.object({
  id: z.string(),
  number: z.string(),
  status: z.string(),
  version: z.number(),
  canCancel: z.boolean(),
  isCancelRequested: z.boolean(),
  cancelReason: z.string().nullable(),
  totals: z.object({ total: money }),
  // While a service is away, what it tells is null.
  customer: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  store: z.object({ id: z.string(), name: z.string() }).nullable(),
  lines: z.array(
    z.object({
      quantity: z.number(),
      name: z.string(),
      product: z.object({ id: z.string(), name: z.string(), price: money }).nullable(),
    }),
  ),
  payment: z
    .object({
      status: z.string(),
      method: z.object({ label: z.string() }).nullable(),
      nextAction: z.object({ redirectUrl: z.string() }).nullable(),
      attempts: z.array(
        z.object({ number: z.number(), status: z.string(), failureReason: z.string().nullable() }),
      ),
    })
    .nullable(),
  delivery: z
    .object({
      id: z.string(),
      status: z.string(),
      handoverCode: z.string().nullable(),
      proof: z.string().nullable(),
      courier: z.object({ displayName: z.string(), vehicle: z.string() }).nullable(),
    })
    .nullable(),
  timeline: z.array(step),
});
export type Order = z.infer<typeof order>;

export const orderQuery = query<{ id: string }>()(
  `query Order($id: ID!) { order(id: $id) { ${ORDER} } }`,
  z.object({ order: order.nullable() }),
);

const update = z.object({ cursor: z.string(), sequence: z.number(), step, order });
export type OrderUpdate = z.infer<typeof update>;

export const orderUpdated = subscription<{ orderId: string; after?: string }>()(
  `subscription OrderUpdated($orderId: ID!, $after: Cursor) {
    orderUpdated(orderId: $orderId, after: $after) {
      cursor sequence step { sequence kind status } order { ${ORDER} }
    }
  }`,
  z.object({ orderUpdated: update }),
);

export const cartQuery = query<{ id: string }>()(
  `query Cart($id: ID!) { cart(id: $id) { itemCount lines { quantity product { id } } } }`,
  z.object({
    cart: z.object({
      itemCount: z.number(),
      lines: z.array(z.object({ quantity: z.number(), product: id })),
    }),
  }),
);

export const productState = query<{ id: string }>()(
  `query ProductState($id: ID!) { product(by: { id: $id }) { version description } }`,
  z.object({ product: z.object({ version: z.number(), description: z.string().nullable() }) }),
);

export const productUpdate = mutation<{
  productId: string;
  input: { expectedVersion: number } & Record<string, unknown>;
}>()(
  `mutation ProductUpdate($productId: ID!, $input: ProductUpdateInput!) {
    productUpdate(productId: $productId, input: $input) { product { version } userErrors { ...Refusal } }
  }`,
  z.object({}),
);
