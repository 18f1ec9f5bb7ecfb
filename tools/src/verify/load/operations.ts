import { z } from 'zod';
import { TOKENS, mutation, query, signedIn, subscription } from '../../client/index.ts';

interface Keyed {
  readonly idempotencyKey: string;
}
/** What a customer wants for pieces that the store does not have. */
export type IfUnavailable = 'REFUND' | 'BEST_MATCH' | 'MY_CHOICE' | 'ALL_OR_NOTHING';

const id = z.object({ id: z.string() });
const none = z.object({});

export const userRegister = mutation<{ input: { email: string; password: string; name: string } }>()(
  `mutation UserRegister($input: UserRegisterInput!) {
    userRegister(input: $input) { user { id } ${TOKENS} userErrors { ...Refusal } }
  }`,
  signedIn,
);

export const paymentMethodAdd = mutation<{
  input: Keyed & { kind: 'CARD'; cardToken: string; isDefault: boolean };
}>()(
  `mutation PaymentMethodAdd($input: PaymentMethodAddInput!) {
    paymentMethodAdd(input: $input) { paymentMethod { id } userErrors { ...Refusal } }
  }`,
  z.object({ paymentMethod: id }),
);

export const productsOfCategory = query<{ slug: string }>()(
  `query ProductsOfCategory($slug: String!) {
    products(category: { slug: $slug }, sort: NAME, first: 20) { edges { node { id } } }
  }`,
  z.object({ products: z.object({ edges: z.array(z.object({ node: id })) }) }),
);

const cart = z.object({
  id: z.string(),
  version: z.number(),
  handover: z.enum(['CODE', 'LEFT_AT_DOOR']),
  ageLimit: z.number().nullable(),
  lines: z.array(z.object({ id: z.string(), quantity: z.number(), product: id.nullable() })),
  warnings: z.array(
    z.object({ code: z.string(), lineId: z.string().nullable(), availableQuantity: z.number().nullable() }),
  ),
});
/** A cart as its customer sees it. */
export type CartState = z.infer<typeof cart>;
const FIELDS =
  'id version handover ageLimit lines { id quantity product { id } } warnings { code lineId availableQuantity }';
const CART = `cart { ${FIELDS} }`;
const changedCart = z.object({ cart });

export const cartById = query<{ cartId: string }>()(
  `query CartById($cartId: ID!) { cart(id: $cartId) { ${FIELDS} } }`,
  z.object({ cart }),
);

export const cartCreate = mutation()(
  `mutation CartCreate { cartCreate { ${CART} userErrors { ...Refusal } } }`,
  changedCart,
);

export const cartAddressSet = mutation<{ cartId: string; address: Readonly<Record<string, unknown>> }>()(
  `mutation CartAddressSet($cartId: ID!, $address: CartAddressInput!) {
    cartAddressSet(cartId: $cartId, address: $address) { ${CART} userErrors { ...Refusal } }
  }`,
  changedCart,
);

export const cartHandoverSet = mutation<{ cartId: string; handover?: CartState['handover'] }>()(
  `mutation CartHandoverSet($cartId: ID!, $handover: Handover! = LEFT_AT_DOOR) {
    cartHandoverSet(cartId: $cartId, handover: $handover) { ${CART} userErrors { ...Refusal } }
  }`,
  changedCart,
);

export const cartClear = mutation<{ cartId: string }>()(
  `mutation CartClear($cartId: ID!) { cartClear(cartId: $cartId) { ${CART} userErrors { ...Refusal } } }`,
  changedCart,
);

export const cartLinesAdd = mutation<{
  cartId: string;
  lines: readonly { productId: string; quantity: number; ifUnavailable?: IfUnavailable }[];
  expectedVersion: number;
}>()(
  `mutation CartLinesAdd($cartId: ID!, $lines: [CartLineAddInput!]!, $expectedVersion: Int!) {
    cartLinesAdd(cartId: $cartId, lines: $lines, expectedVersion: $expectedVersion) {
      ${CART} userErrors { ...Refusal }
    }
  }`,
  changedCart,
);

export const cartCheckout = mutation<{ cartId: string; expectedVersion: number }>()(
  `mutation CartCheckout($cartId: ID!, $expectedVersion: Int!) {
    cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion, isAgeConfirmed: true) {
      quote { token } userErrors { ...Refusal }
    }
  }`,
  z.object({ quote: z.object({ token: z.string() }) }),
);

export const orderPlace = mutation<{ input: Keyed & { quoteToken: string; paymentMethodId: string } }>()(
  `mutation OrderPlace($input: OrderPlaceInput!) {
    orderPlace(input: $input) {
      order { id }
      userErrors {
        ...Refusal
        ... on CartAlreadyOrderedError { order { id } }
        ... on OrderInProgressError { order { id } }
      }
    }
  }`,
  z.object({ order: id }),
);

export const orderCancel = mutation<{ input: Keyed & { orderId: string } }>()(
  `mutation OrderCancel($input: OrderCancelInput!) {
    orderCancel(input: $input) { outcome order { id } userErrors { ...Refusal } }
  }`,
  z.object({ outcome: z.string() }),
);

export const paymentRetry = mutation<{ input: Keyed & { orderId: string; paymentMethodId: string } }>()(
  `mutation PaymentRetry($input: PaymentRetryInput!) {
    paymentRetry(input: $input) { payment { id } userErrors { ...Refusal } }
  }`,
  none,
);

export const openSubstitutions = query<{ orderId: string }>()(
  `query OpenSubstitutions($orderId: ID!) {
    order(id: $orderId) { substitutions { id status proposals { name product { id } } } }
  }`,
  z.object({
    order: z.object({
      substitutions: z.array(
        z.object({
          id: z.string(),
          status: z.string(),
          proposals: z.array(z.object({ name: z.string(), product: id.nullable() })),
        }),
      ),
    }),
  }),
);

export const orderSubstitutionAnswer = mutation<{
  input: Keyed & { substitutionId: string; productId: string | null };
}>()(
  `mutation OrderSubstitutionAnswer($input: OrderSubstitutionAnswerInput!) {
    orderSubstitutionAnswer(input: $input) { order { id } userErrors { ...Refusal } }
  }`,
  none,
);

export const modifiableOrder = query<{ orderId: string }>()(
  `query ModifiableOrder($orderId: ID!) {
    order(id: $orderId) { version canModify lines { id openQuantity } }
  }`,
  z.object({
    order: z.object({
      version: z.number(),
      canModify: z.boolean(),
      lines: z.array(z.object({ id: z.string(), openQuantity: z.number() })),
    }),
  }),
);

/** `preview` is the response to a dry run, which changes nothing. */
export const orderModify = mutation<{
  input: Keyed & {
    orderId: string;
    expectedVersion: number;
    lines: readonly { lineId: string; quantity: number }[];
    isDryRun?: boolean;
    expectedTotal?: number;
  };
}>()(
  `mutation OrderModify($input: OrderModifyInput!) {
    orderModify(input: $input) { preview { totals { total { amount } } } userErrors { ...Refusal } }
  }`,
  z.object({
    preview: z.object({ totals: z.object({ total: z.object({ amount: z.number() }) }) }).nullable(),
  }),
);

const step = z.object({
  sequence: z.number(),
  kind: z.string(),
  status: z.string(),
  at: z.coerce.date(),
});
/** One change of an order. */
export type OrderStep = z.infer<typeof step>;

const update = z.object({
  cursor: z.string(),
  sequence: z.number(),
  step,
  order: z.object({ status: z.string(), version: z.number() }),
});
/** What the stream pushes. */
export type OrderUpdate = z.infer<typeof update>;

export const orderUpdated = subscription<{ orderId: string }>()(
  `subscription OrderUpdated($orderId: ID!, $after: Cursor) {
    orderUpdated(orderId: $orderId, after: $after) {
      cursor sequence step { sequence kind status at } order { status version }
    }
  }`,
  z.object({ orderUpdated: update }),
);

export const orderEnded = query<{ orderId: string }>()(
  `query OrderEnded($orderId: ID!) {
    order(id: $orderId) { version status cancelReason placedAt timeline { sequence kind status at } }
  }`,
  z.object({
    order: z.object({
      version: z.number(),
      status: z.string(),
      cancelReason: z.string().nullable(),
      placedAt: z.coerce.date(),
      timeline: z.array(step),
    }),
  }),
);
