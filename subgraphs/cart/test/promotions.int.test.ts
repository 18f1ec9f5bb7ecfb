import { anonymous, customer, operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import { productState } from './harness.ts';
import {
  ADD,
  AUDIT,
  COUPONS,
  CREATE,
  input,
  type PromotionShop,
  READ_PROMOTION,
  startPromotionShop,
  UPDATE,
} from './promotionShop.ts';

describe('promotions', () => {
  let shop: PromotionShop;
  beforeAll(async () => {
    shop = await startPromotionShop({ CART_MAX_PROMOTIONS: '4' });
  });
  afterAll(() => shop.stop());
  // Each test has promotions of its own only.
  afterEach(() => shop.pool.query('UPDATE promotions SET is_paused = true'));

  test('a percentage is shown line by line, taxed after it, and signed into the quote', async () => {
    const promotionId = await shop.promotion({ maxUsesPerCustomer: 2 });
    const carla = customer();
    const cartId = await shop.cartOf(carla, [
      [shop.milk, 3],
      [shop.bread, 1],
    ]);
    const cart = await shop.read(cartId, carla);
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
    const quote = await shop.quoteOf(cartId, carla);
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
    const rule = { isDeliveryFree: true };
    await shop.promotion({ name: 'Free ride', rule, minSubtotal: 700, scope: { storeIds: [shop.storeId] } });
    await shop.promotion({ name: 'Elsewhere', rule, scope: { storeIds: [v7()] } });
    const carla = customer();
    const cartId = await shop.cartOf(carla, [[shop.bread, 2]]);
    expect(await shop.read(cartId, carla)).toMatchObject({
      discounts: [],
      promotionHints: [{ name: 'Free ride', missing: { amount: 200 } }],
      totals: { deliveryFee: { amount: 290 } },
    });
    await shop.client.query(ADD, { cartId, lines: [{ productId: shop.bread, quantity: 1 }] }, carla);
    expect(await shop.read(cartId, carla)).toMatchObject({
      discounts: [{ name: 'Free ride', amount: { amount: 0 }, deliveryFee: { amount: 290 }, lines: [] }],
      promotionHints: [],
      totals: { discount: { amount: 0 }, deliveryFee: { amount: 0 }, total: { amount: 750 } },
    });
    // A change of the order is priced by the terms of its quote: the fee stays waived.
    expect((await shop.quoteOf(cartId, carla)).deliveryTerms).toMatchObject({ fee: 0 });
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
    await shop.promotion({ rule: { fixed: 450 }, scope: { categoryIds: [top] } });
    const carla = customer();
    const cartId = await shop.cartOf(carla, [
      [shop.milk, 1],
      [cheese, 1],
    ]);
    const cart = await shop.read(cartId, carla);
    expect(cart.discounts).toMatchObject([
      { lines: [{ lineId: cart.lines[1].id, amount: { amount: 450 } }] },
    ]);
  });

  test('a discount that leaves less than can be charged is refused at the checkout', async () => {
    await shop.promotion({ rule: { fixed: 1_000 } });
    await shop.promotion({ rule: { isDeliveryFree: true } });
    const carla = customer();
    const cartId = await shop.cartOf(carla, [[shop.bread, 2]]);
    expect(await shop.read(cartId, carla)).toMatchObject({ totals: { total: { amount: 0 } } });
    expect(await shop.checkout(cartId, carla)).toEqual({
      quote: null,
      userErrors: [{ code: 'TOTAL_TOO_LOW' }],
    });
  });

  test('a customer has a promotion as often as its limit says', async () => {
    await shop.promotion({ maxUsesPerCustomer: 1 });
    const carla = customer();
    const cartId = await shop.cartOf(carla, [[shop.bread, 2]]);
    await shop.order(cartId, carla);
    await shop.client.query(ADD, { cartId, lines: [{ productId: shop.bread, quantity: 1 }] }, carla);
    expect((await shop.read(cartId, carla)).discounts).toEqual([]);
    const other = customer();
    expect((await shop.read(await shop.cartOf(other, [[shop.bread, 1]]), other)).discounts).toHaveLength(1);
  });

  test('terms are changed with their version, and paused', async () => {
    const promotionId = await shop.promotion();
    const update = async (expectedVersion: number, more: object) =>
      (
        await shop.client.query(
          UPDATE,
          { promotionId, expectedVersion, input: input(more) },
          shop.merchandiser,
        )
      ).data?.promotionUpdate;
    expect(await update(1, { isPaused: true })).toMatchObject({
      promotion: { version: 2, isPaused: true, kind: 'PERCENTAGE', rate: 1_000 },
      userErrors: [],
    });
    expect((await update(1, {})).userErrors).toMatchObject([{ __typename: 'VersionConflictError' }]);
    const carla = customer();
    const cartId = await shop.cartOf(carla, [[shop.bread, 2]]);
    expect((await shop.read(cartId, carla)).discounts).toEqual([]);
  });

  test('what merchandisers do is in the audit log', async () => {
    const promotionId = await shop.promotion({ isCouponRequired: true });
    const update = {
      promotionId,
      expectedVersion: 1,
      input: input({ isCouponRequired: true, minSubtotal: 500 }),
    };
    await shop.client.query(UPDATE, update, shop.merchandiser);
    await shop.coupon(promotionId, 'AUDITED', 3);
    const { data } = await shop.client.query(AUDIT, { filter: { promotionId } }, shop.merchandiser);
    const entries = data?.promotionAuditEntries.edges.map(({ node }: { node: object }) => node);
    const by = { actor: { id: shop.merchandiser.userId }, promotion: { id: promotionId } };
    expect(entries).toMatchObject([
      {
        ...by,
        action: 'COUPONS_CREATED',
        changes: [{ field: 'coupons', before: null, after: '{"code":"AUDITED","maxUses":3}' }],
      },
      { ...by, action: 'PROMOTION_UPDATED', changes: [{ field: 'minSubtotal', before: '0', after: '500' }] },
      { ...by, action: 'PROMOTION_CREATED' },
    ]);
    expect(entries[2].changes).toContainEqual({ field: 'name', before: null, after: '"Ten percent"' });
  });

  test('no more promotions run at a time than the limit', async () => {
    for (let index = 0; index < 4; index += 1) await shop.promotion();
    const fifth = await shop.client.query(CREATE, { input: input() }, shop.merchandiser);
    expect(fifth.data?.promotionCreate.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'isPaused'] },
    ]);
    await shop.promotion({ isPaused: true });
  });

  test('promotions are a merchandiser’s matter', async () => {
    const promotionId = await shop.promotion({ isCouponRequired: true });
    const requests: [string, Record<string, unknown>][] = [
      [CREATE, { input: input() }],
      [UPDATE, { promotionId, expectedVersion: 1, input: input() }],
      [COUPONS, { promotionId, codes: { code: 'STOLEN' } }],
      [READ_PROMOTION, { id: promotionId }],
      [AUDIT, {}],
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
      shop.merchandiser,
    );
    expect(page.data?.promotions.edges).toEqual([{ node: { id: promotionId } }]);
  });
});
