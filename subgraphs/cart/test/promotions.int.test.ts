import type { UserCaller } from '@nakku/identity';
import { admin, anonymous, customer, eventually, operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import { type CartHarness, productState, startCartHarness } from './harness.ts';

const PROMOTION = `id name currency kind rate cap amount buy get minSubtotal priority stacking maxUses maxUsesPerCustomer
  requiresCoupon isPaused redeemed version scope { productIds categoryIds storeIds }`;
const ERRORS = 'userErrors { __typename ... on UserError { code: errorCode path message } }';
const CREATE = `mutation($input: PromotionInput!) {
  promotionCreate(input: $input) { promotion { ${PROMOTION} } ${ERRORS} } }`;
const UPDATE = `mutation($promotionId: ID!, $expectedVersion: Int!, $input: PromotionInput!) {
  promotionUpdate(promotionId: $promotionId, expectedVersion: $expectedVersion, input: $input) {
    promotion { ${PROMOTION} } ${ERRORS} } }`;
const COUPONS = `mutation($promotionId: ID!, $codes: CouponCodesInput!, $maxUses: Int) {
  couponsCreate(promotionId: $promotionId, codes: $codes, maxUses: $maxUses) { created ${ERRORS}
    promotion { coupons(first: 10) { edges { node { code maxUses redeemed } } pageInfo { hasNextPage } } } } }`;
const READ_PROMOTION = `query($id: ID!) { promotion(id: $id) { redeemed coupons(first: 5) { edges { node { code redeemed } } } } }`;
const CART = `version coupons { code isApplied } warnings { code message } promotionHints { name missing { amount } }
  discounts { name couponCode amount { amount currency } deliveryFee { amount } lines { lineId amount { amount } } }
  totals { subtotal { amount } discount { amount } deliveryFee { amount } tax { amount } total { amount } }`;
const READ = `query($id: ID!) { cart(id: $id) { ${CART} lines { id } } }`;
const ADD = `mutation($cartId: ID!, $lines: [CartLineAddInput!]!) {
  cartLinesAdd(cartId: $cartId, lines: $lines) { userErrors { __typename } } }`;
const ADDRESS = `mutation($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) { cart { id } } }`;
const APPLY = `mutation($cartId: ID!, $code: String!) {
  cartCouponApply(cartId: $cartId, code: $code) { cart { ${CART} }
    userErrors { __typename ... on UserError { code: errorCode path } ... on CouponRefusedError { startsAt } } } }`;
const REMOVE = `mutation($cartId: ID!, $code: String!) {
  cartCouponRemove(cartId: $cartId, code: $code) { cart { ${CART} } userErrors { __typename } } }`;
const CHECKOUT = `mutation($cartId: ID!, $expectedVersion: Int!) {
  cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion) { quote { token totals { total { amount } } }
    userErrors { ... on UserError { code: errorCode } } } }`;

const started = '2026-01-01T00:00:00.000Z';
const input = (more: object = {}) => ({
  name: 'Ten percent',
  currency: 'EUR',
  rule: { percentage: { rate: 1_000 } },
  startsAt: started,
  ...more,
});
const code = (response: { data?: Record<string, { userErrors: object[] }> | null }) =>
  Object.values(response.data ?? {}).flatMap(({ userErrors }) => userErrors);

describe('promotions', () => {
  let shop: CartHarness;
  const merchandiser = admin();
  beforeAll(async () => {
    shop = await startCartHarness({
      CART_MAX_WRONG_COUPONS: '3',
      CART_SWEEP_EVERY_MS: '500',
      CART_MAX_PROMOTIONS: '4',
      CART_MAX_COUPONS_PER_PROMOTION: '5',
    });
  });
  afterAll(() => shop.stop());
  // Each test has promotions of its own only.
  afterEach(() => shop.pool.query('UPDATE promotions SET is_paused = true'));

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

  /** Has the cart's order placed, as orders would say; the result cancels it before it is confirmed. */
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

  test('a percentage is shown line by line, taxed after it, and signed into the quote', async () => {
    const promotionId = await promotion({ maxUsesPerCustomer: 2 });
    const carla = customer();
    const cartId = await cartOf(carla, [
      [shop.milk, 3],
      [shop.bread, 1],
    ]);
    const cart = await read(cartId, carla);
    const [milk, bread] = cart.lines.map(({ id }: { id: string }) => id);
    // 10 % of 607 is 60.7; 7 % tax of 321 and 225 and of the fee.
    expect(cart).toMatchObject({
      discounts: [
        {
          ...{ name: 'Ten percent', couponCode: null, amount: { amount: 61, currency: 'EUR' } },
          deliveryFee: { amount: 0 },
          lines: [
            { lineId: milk, amount: { amount: 36 } },
            { lineId: bread, amount: { amount: 25 } },
          ],
        },
      ],
      totals: {
        subtotal: { amount: 607 },
        discount: { amount: 61 },
        deliveryFee: { amount: 290 },
        tax: { amount: 55 },
        total: { amount: 836 },
      },
    });
    const quote = await quoteOf(cartId, carla);
    expect(quote.totals).toMatchObject({ discount: 61, total: 836 });
    expect(quote.lines.map(({ discount, total }) => [discount, total])).toEqual([
      [36, 321],
      [25, 225],
    ]);
    expect(quote.discounts).toEqual([
      {
        ...{ promotionId, name: 'Ten percent', couponCode: null, amount: 61, deliveryFee: 0 },
        limits: { total: null, perCustomer: 2, perCoupon: null },
      },
    ]);
  });

  test('the delivery fee is waived from a minimum on, at one store, and the cart says what is missing', async () => {
    const rule = { freeDelivery: true };
    await promotion({ name: 'Free ride', rule, minSubtotal: 700, scope: { storeIds: [shop.storeId] } });
    await promotion({ name: 'Elsewhere', rule, scope: { storeIds: [v7()] } });
    const carla = customer();
    const cartId = await cartOf(carla, [[shop.bread, 2]]);
    expect(await read(cartId, carla)).toMatchObject({
      discounts: [],
      promotionHints: [{ name: 'Free ride', missing: { amount: 200 } }],
      totals: { deliveryFee: { amount: 290 } },
    });
    await shop.client.query(ADD, { cartId, lines: [{ productId: shop.bread, quantity: 1 }] }, carla);
    expect(await read(cartId, carla)).toMatchObject({
      discounts: [{ name: 'Free ride', amount: { amount: 0 }, deliveryFee: { amount: 290 }, lines: [] }],
      promotionHints: [],
      totals: { discount: { amount: 0 }, deliveryFee: { amount: 0 }, total: { amount: 750 } },
    });
    // A change of the order is priced by the terms of its quote: the fee stays waived.
    expect((await quoteOf(cartId, carla)).deliveryTerms).toMatchObject({ fee: 0 });
  });

  test('a category means those below it, too', async () => {
    const [top, below, cheese] = [v7(), v7(), v7()];
    const at = new Date().toISOString();
    for (const [categoryId, parentId] of [
      [top, null],
      [below, top],
    ] as const)
      await shop.publish({
        ...{ topic: 'products', type: 'category.created', subject: categoryId, sequence: 1 },
        data: { at, category: { categoryId, parentId, slug: categoryId, name: 'Dairy', path: ['dairy'] } },
      });
    const product = { ...productState(cheese, 'Cheese', 500), categoryId: below };
    await shop.publish({
      ...{ topic: 'products', type: 'product.created', subject: cheese, sequence: 1 },
      data: { at, product },
    });
    await shop.stock(cheese, 10);
    await promotion({ rule: { fixed: 450 }, scope: { categoryIds: [top] } });
    const carla = customer();
    const cartId = await cartOf(carla, [
      [shop.milk, 1],
      [cheese, 1],
    ]);
    const cart = await read(cartId, carla);
    expect(cart.discounts).toMatchObject([
      { lines: [{ lineId: cart.lines[1].id, amount: { amount: 450 } }] },
    ]);
  });

  test('a discount that leaves less than can be charged is refused at the checkout', async () => {
    await promotion({ rule: { fixed: 1_000 } });
    await promotion({ rule: { freeDelivery: true } });
    const carla = customer();
    const cartId = await cartOf(carla, [[shop.bread, 2]]);
    expect(await read(cartId, carla)).toMatchObject({ totals: { total: { amount: 0 } } });
    expect(await checkout(cartId, carla)).toEqual({ quote: null, userErrors: [{ code: 'TOTAL_TOO_LOW' }] });
  });

  test('a coupon works in any case of its letters, once, until an order uses it, and comes back with a cancel', async () => {
    const promotionId = await promotion({ requiresCoupon: true });
    await coupon(promotionId, 'summer-10', 1);
    const carla = customer();
    const cartId = await cartOf(carla, [[shop.bread, 2]]);
    expect((await read(cartId, carla)).discounts).toEqual([]);
    const applied = await apply(cartId, carla, ' Summer-10');
    expect(applied).toMatchObject({
      cart: {
        version: 4,
        coupons: [{ code: 'SUMMER-10', isApplied: true }],
        discounts: [{ couponCode: 'SUMMER-10', amount: { amount: 50 } }],
      },
      userErrors: [],
    });
    expect((await apply(cartId, carla, 'SUMMER-10')).cart.version).toBe(4);
    const other = customer();
    const otherCart = await cartOf(other, [[shop.bread, 1]]);
    await apply(otherCart, other, 'SUMMER-10');

    const cancel = await order(cartId, carla);
    const usedUp = {
      __typename: 'CouponRefusedError',
      code: 'COUPON_USED_UP',
      path: ['code'],
      startsAt: null,
    };
    expect(await apply(cartId, carla, 'SUMMER-10')).toEqual({ cart: null, userErrors: [usedUp] });
    expect(await read(otherCart, other)).toMatchObject({
      coupons: [{ code: 'SUMMER-10', isApplied: false }],
      discounts: [],
      warnings: [{ code: 'COUPON_NOT_USABLE' }],
    });
    const uses = async () =>
      (await shop.client.query(READ_PROMOTION, { id: promotionId }, merchandiser)).data?.promotion;
    expect(await uses()).toEqual({
      redeemed: 1,
      coupons: { edges: [{ node: { code: 'SUMMER-10', redeemed: 1 } }] },
    });

    await cancel();
    expect(await uses()).toMatchObject({ redeemed: 0, coupons: { edges: [{ node: { redeemed: 0 } }] } });
    expect(await read(cartId, carla)).toMatchObject({
      coupons: [{ code: 'SUMMER-10', isApplied: true }],
      totals: { discount: { amount: 50 } },
    });
    const removed = await shop.client.query(REMOVE, { cartId, code: 'summer-10' }, carla);
    expect(removed.data?.cartCouponRemove).toMatchObject({ cart: { coupons: [], discounts: [] } });
  });

  test('a customer has a promotion as often as its limit says', async () => {
    await promotion({ maxUsesPerCustomer: 1 });
    const carla = customer();
    const cartId = await cartOf(carla, [[shop.bread, 2]]);
    await order(cartId, carla);
    await shop.client.query(ADD, { cartId, lines: [{ productId: shop.bread, quantity: 1 }] }, carla);
    expect((await read(cartId, carla)).discounts).toEqual([]);
    const other = customer();
    expect((await read(await cartOf(other, [[shop.bread, 1]]), other)).discounts).toHaveLength(1);
  });

  test('coupons that do not exist, are early or over are refused, and guessing ends', async () => {
    const early = await promotion({ requiresCoupon: true, startsAt: '2099-01-01T00:00:00.000Z' });
    await coupon(early, 'EARLY');
    const carla = customer();
    const cartId = await cartOf(carla, [[shop.bread, 1]]);
    const refusal = (kind: string, startsAt: string | null = null) => ({
      cart: null,
      userErrors: [{ __typename: 'CouponRefusedError', code: kind, path: ['code'], startsAt }],
    });
    expect(await apply(cartId, carla, 'EARLY')).toEqual(
      refusal('COUPON_NOT_STARTED', '2099-01-01T00:00:00.000Z'),
    );
    for (const wrong of ['WRONG-1', 'WRONG-2', 'WRONG-3'])
      expect(await apply(cartId, carla, wrong)).toEqual(refusal('COUPON_NOT_VALID'));
    expect(await apply(cartId, carla, 'EARLY')).toEqual(refusal('COUPON_ATTEMPTS_EXCEEDED'));
    expect((await apply(cartId, carla, 'x')).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(await read(cartId, carla)).toMatchObject({ version: 3, coupons: [] });
    expect((await apply(cartId, customer(), 'EARLY')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const other = customer();
    const otherCart = await cartOf(other, [[shop.bread, 1]]);
    expect((await apply(otherCart, other, 'EARLY')).userErrors).toMatchObject([
      { code: 'COUPON_NOT_STARTED' },
    ]);
  });

  test('a batch of coupons has random codes with a prefix, and a promotion has a bounded number', async () => {
    const promotionId = await promotion({ requiresCoupon: true });
    const create = async (codes: object) =>
      (await shop.client.query(COUPONS, { promotionId, codes, maxUses: 1 }, merchandiser)).data
        ?.couponsCreate;
    const made = await create({ random: { count: 4, prefix: 'spring-' } });
    expect(made).toMatchObject({ created: 4, userErrors: [] });
    const codes = made.promotion.coupons.edges.map(({ node }: { node: { code: string } }) => node.code);
    expect(codes).toHaveLength(4);
    for (const one of codes) expect(one).toMatch(/^SPRING-[2-9A-HJ-NP-Z]{10}$/);
    expect((await create({ random: { count: 2, prefix: '' } })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['codes'] },
    ]);
    expect(await create({ code: codes[0] })).toMatchObject({
      ...{ created: null, promotion: null },
      userErrors: [{ code: 'INVALID_INPUT', path: ['codes', 'code'] }],
    });
    const automatic = await promotion();
    const none = await shop.client.query(
      COUPONS,
      { promotionId: automatic, codes: { code: 'NONE' } },
      merchandiser,
    );
    expect(none.data?.couponsCreate.userErrors).toMatchObject([{ path: ['promotionId'] }]);
  });

  test('terms are changed with their version, and paused', async () => {
    const promotionId = await promotion();
    const update = async (expectedVersion: number, more: object) =>
      (await shop.client.query(UPDATE, { promotionId, expectedVersion, input: input(more) }, merchandiser))
        .data?.promotionUpdate;
    expect(await update(1, { isPaused: true })).toMatchObject({
      promotion: { version: 2, isPaused: true, kind: 'PERCENTAGE', rate: 1_000 },
      userErrors: [],
    });
    expect((await update(1, {})).userErrors).toMatchObject([{ __typename: 'VersionConflictError' }]);
    const carla = customer();
    const cartId = await cartOf(carla, [[shop.bread, 2]]);
    expect((await read(cartId, carla)).discounts).toEqual([]);
  });

  test('no more promotions run at a time than the limit', async () => {
    for (let index = 0; index < 4; index += 1) await promotion();
    const fifth = await shop.client.query(CREATE, { input: input() }, merchandiser);
    expect(fifth.data?.promotionCreate.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'isPaused'] },
    ]);
    await promotion({ isPaused: true });
  });

  test('promotions are a merchandiser’s matter', async () => {
    const promotionId = await promotion({ requiresCoupon: true });
    const requests: [string, object][] = [
      [CREATE, { input: input() }],
      [UPDATE, { promotionId, expectedVersion: 1, input: input() }],
      [COUPONS, { promotionId, codes: { code: 'STOLEN' } }],
      [READ_PROMOTION, { id: promotionId }],
      ['{ promotions(first: 1) { edges { node { id } } } }', {}],
    ];
    for (const [document, variables] of requests)
      for (const [caller, expected] of [
        [anonymous(), 'UNAUTHENTICATED'],
        [customer(), 'FORBIDDEN'],
        [operator([shop.storeId]), 'FORBIDDEN'],
      ] as const) {
        const { errors } = await shop.client.query(document, variables, caller);
        expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([expected]);
      }
    expect((await shop.pool.query('SELECT FROM coupons WHERE code = $1', ['STOLEN'])).rows).toEqual([]);
    const page = await shop.client.query(
      '{ promotions(first: 1) { edges { node { id } } } }',
      {},
      merchandiser,
    );
    expect(page.data?.promotions.edges).toEqual([{ node: { id: promotionId } }]);
  });

  test('an old window of wrong codes is forgotten by the sweep', async () => {
    await shop.pool.query(`INSERT INTO coupon_attempts VALUES ('user:gone', 9, now() - interval '2 hours')`);
    await eventually(async () => {
      const { rows } = await shop.pool.query(`SELECT FROM coupon_attempts WHERE origin = 'user:gone'`);
      expect(rows).toEqual([]);
    });
  });
});
