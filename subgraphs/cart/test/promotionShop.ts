import type { UserCaller } from '@nakku/identity';
import type { Quote } from '@nakku/quote';
import { admin } from '@nakku/testkit';
import { v7 } from 'uuid';
import { type CartHarness, startCartHarness } from './harness.ts';

const PROMOTION = `id name currency kind rate cap amount buy get minSubtotal priority stacking maxUses maxUsesPerCustomer
  isCouponRequired isPaused redeemed version scope { productIds categoryIds storeIds }`;
const ERRORS = 'userErrors { __typename ... on UserError { code: errorCode path message } }';
export const CREATE = `mutation($input: PromotionInput!) {
  promotionCreate(input: $input) { promotion { ${PROMOTION} } ${ERRORS} } }`;
export const UPDATE = `mutation($promotionId: ID!, $expectedVersion: Int!, $input: PromotionInput!) {
  promotionUpdate(promotionId: $promotionId, expectedVersion: $expectedVersion, input: $input) {
    promotion { ${PROMOTION} } ${ERRORS} } }`;
export const COUPONS = `mutation($promotionId: ID!, $codes: CouponCodesInput!, $maxUses: Int) {
  couponsCreate(promotionId: $promotionId, codes: $codes, maxUses: $maxUses) { created ${ERRORS}
    promotion { coupons(first: 10) { edges { node { code maxUses redeemed } } pageInfo { hasNextPage } } } } }`;
export const READ_PROMOTION = `query($id: ID!) { promotion(id: $id) { redeemed coupons(first: 5) { edges { node { code redeemed } } } } }`;
const CART = `version coupons { code isApplied } warnings { code message } promotionHints { name missing { amount } }
  discounts { name couponCode amount { amount currency } deliveryFee { amount } lines { lineId amount { amount } } }
  totals { subtotal { amount } discount { amount } deliveryFee { amount } tax { amount } total { amount } }`;
export const AUDIT = `query($filter: PromotionAuditFilter) { promotionAuditEntries(filter: $filter, first: 10) {
  edges { node { action actor { id } promotion { id } changes { field before after } } } } }`;
export const READ = `query($id: ID!) { cart(id: $id) { ${CART} lines { id } } }`;
export const ADD = `mutation($cartId: ID!, $lines: [CartLineAddInput!]!) {
  cartLinesAdd(cartId: $cartId, lines: $lines) { userErrors { __typename } } }`;
export const ADDRESS = `mutation($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) { cart { id } } }`;
export const APPLY = `mutation($cartId: ID!, $code: String!) {
  cartCouponApply(cartId: $cartId, code: $code) { cart { ${CART} }
    userErrors { __typename ... on UserError { code: errorCode path } ... on CouponRefusedError { startsAt } } } }`;
export const REMOVE = `mutation($cartId: ID!, $code: String!) {
  cartCouponRemove(cartId: $cartId, code: $code) { cart { ${CART} } userErrors { __typename } } }`;
export const CHECKOUT = `mutation($cartId: ID!, $expectedVersion: Int!) {
  cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion) { quote { token totals { total { amount } } }
    userErrors { ... on UserError { code: errorCode } } } }`;

const started = '2026-01-01T00:00:00.000Z';
export const input = (more: object = {}) => ({
  name: 'Ten percent',
  currency: 'EUR',
  rule: { percentage: { rate: 1_000 } },
  startsAt: started,
  ...more,
});
const code = (response: { data?: Record<string, { userErrors: object[] }> | null }) =>
  Object.values(response.data ?? {}).flatMap(({ userErrors }) => userErrors);

/** A cart service with a merchandiser, and what the tests of promotions do with it. */
export interface PromotionShop extends CartHarness {
  readonly merchandiser: UserCaller;
  /** Creates a promotion of 10 %, besides what `more` says. Returns its ID. */
  promotion(more?: object): Promise<string>;
  coupon(promotionId: string, code: string, maxUses?: number | null): Promise<void>;
  /** A customer's cart with an address. */
  cartOf(carla: UserCaller, lines: [productId: string, quantity: number][]): Promise<string>;
  // Responses are asserted, not typed: each test says what it expects of them.
  /* eslint-disable @typescript-eslint/no-explicit-any */
  read(cartId: string, carla: UserCaller): Promise<any>;
  apply(cartId: string, carla: UserCaller, code: string): Promise<any>;
  checkout(cartId: string, carla: UserCaller): Promise<any>;
  /* eslint-enable */
  quoteOf(cartId: string, carla: UserCaller): Promise<Quote>;
  /** Has the cart's order placed, as orders would say; the result cancels it before it is confirmed. */
  order(cartId: string, carla: UserCaller): Promise<() => Promise<void>>;
}

export async function startPromotionShop(
  more: Readonly<Record<string, string>> = {},
): Promise<PromotionShop> {
  const shop = await startCartHarness(more);
  const merchandiser = admin();

  async function promotion(more: object = {}): Promise<string> {
    const { data } = await shop.client.query(CREATE, { input: input(more) }, merchandiser);
    expect(data?.promotionCreate.userErrors).toEqual([]);
    return data?.promotionCreate.promotion.id as string;
  }
  async function coupon(promotionId: string, given: string, maxUses: number | null = null) {
    const { data } = await shop.client.query(
      COUPONS,
      { promotionId, codes: { code: given }, maxUses },
      merchandiser,
    );
    expect(data?.couponsCreate).toMatchObject({ created: 1, userErrors: [] });
  }
  async function cartOf(carla: UserCaller, lines: [string, number][]): Promise<string> {
    const created = await shop.client.query('mutation { cartCreate { cart { id } } }', {}, carla);
    const cartId = created.data?.cartCreate.cart.id as string;
    const wanted = lines.map(([productId, quantity]) => ({ productId, quantity }));
    expect(code(await shop.client.query(ADD, { cartId, lines: wanted }, carla))).toEqual([]);
    await shop.client.query(ADDRESS, { cartId, address: { address: shop.address } }, carla);
    return cartId;
  }
  const read = async (cartId: string, carla: UserCaller) =>
    (await shop.client.query(READ, { id: cartId }, carla)).data?.cart;
  const apply = async (cartId: string, carla: UserCaller, given: string) =>
    (await shop.client.query(APPLY, { cartId, code: given }, carla)).data?.cartCouponApply;
  async function checkout(cartId: string, carla: UserCaller) {
    const { version } = await read(cartId, carla);
    const { data } = await shop.client.query(CHECKOUT, { cartId, expectedVersion: version }, carla);
    return data?.cartCheckout;
  }
  async function quoteOf(cartId: string, carla: UserCaller) {
    const verified = await shop.quotes.verify((await checkout(cartId, carla)).quote.token);
    if (verified.kind !== 'valid') throw new Error('the quote must be valid');
    return verified.quote;
  }

  async function order(cartId: string, carla: UserCaller): Promise<() => Promise<void>> {
    const quote = await quoteOf(cartId, carla);
    const orderId = v7();
    const publish = (type: string, sequence: number, data: object) =>
      shop.publish({
        topic: 'orders',
        type,
        subject: orderId,
        sequence,
        data: {
          ...{ orderId, orderNumber: 'NK-1', customerId: carla.userId, storeId: shop.storeId, cartId },
          at: new Date().toISOString(),
          ...data,
        },
      });
    await publish('order.created', 1, { ...quote, status: 'PLACED', paymentMethodId: v7() });
    return () =>
      publish('order.cancelled', 2, {
        ...{ status: 'CANCELLED', reason: 'OUT_OF_STOCK', wasConfirmed: false },
        lines: quote.lines.map(({ productId, quantity }) => ({ productId, quantity })),
      });
  }

  return { ...shop, merchandiser, promotion, coupon, cartOf, read, apply, checkout, quoteOf, order };
}
