import { customer, eventually } from '@nakku/testkit';
import { COUPONS, type PromotionShop, READ_PROMOTION, REMOVE, startPromotionShop } from './promotionShop.ts';

describe('coupons', () => {
  let shop: PromotionShop;
  beforeAll(async () => {
    shop = await startPromotionShop({
      CART_MAX_WRONG_COUPONS: '3',
      CART_SWEEP_EVERY_MS: '500',
      CART_MAX_COUPONS_PER_PROMOTION: '5',
    });
  });
  afterAll(() => shop.stop());
  // Each test has promotions of its own only.
  afterEach(() => shop.pool.query('UPDATE promotions SET is_paused = true'));

  test('a coupon works in any case of its letters, once, until an order uses it, and comes back with a cancel', async () => {
    const promotionId = await shop.promotion({ isCouponRequired: true });
    await shop.coupon(promotionId, 'summer-10', 1);
    const carla = customer();
    const cartId = await shop.cartOf(carla, [[shop.bread, 2]]);
    expect((await shop.read(cartId, carla)).discounts).toEqual([]);
    const applied = await shop.apply(cartId, carla, ' Summer-10');
    expect(applied).toMatchObject({
      cart: {
        version: 4,
        coupons: [{ code: 'SUMMER-10', isApplied: true }],
        discounts: [{ couponCode: 'SUMMER-10', amount: { amount: 50 } }],
      },
      userErrors: [],
    });
    expect((await shop.apply(cartId, carla, 'SUMMER-10')).cart.version).toBe(4);
    const other = customer();
    const otherCart = await shop.cartOf(other, [[shop.bread, 1]]);
    await shop.apply(otherCart, other, 'SUMMER-10');

    const cancel = await shop.order(cartId, carla);
    const usedUp = {
      __typename: 'CouponRefusedError',
      code: 'COUPON_USED_UP',
      path: ['code'],
      startsAt: null,
    };
    expect(await shop.apply(cartId, carla, 'SUMMER-10')).toEqual({ cart: null, userErrors: [usedUp] });
    expect(await shop.read(otherCart, other)).toMatchObject({
      coupons: [{ code: 'SUMMER-10', isApplied: false }],
      discounts: [],
      warnings: [{ code: 'COUPON_NOT_USABLE' }],
    });
    const uses = async () =>
      (await shop.client.query(READ_PROMOTION, { id: promotionId }, shop.merchandiser)).data?.promotion;
    expect(await uses()).toEqual({
      redeemed: 1,
      coupons: { edges: [{ node: { code: 'SUMMER-10', redeemed: 1 } }] },
    });

    await cancel();
    expect(await uses()).toMatchObject({ redeemed: 0, coupons: { edges: [{ node: { redeemed: 0 } }] } });
    expect(await shop.read(cartId, carla)).toMatchObject({
      coupons: [{ code: 'SUMMER-10', isApplied: true }],
      totals: { discount: { amount: 50 } },
    });
    const removed = await shop.client.query(REMOVE, { cartId, code: 'summer-10' }, carla);
    expect(removed.data?.cartCouponRemove).toMatchObject({ cart: { coupons: [], discounts: [] } });
  });

  test('coupons that do not exist, are early or over are refused, and guessing ends', async () => {
    const early = await shop.promotion({ isCouponRequired: true, startsAt: '2099-01-01T00:00:00.000Z' });
    await shop.coupon(early, 'EARLY');
    const carla = customer();
    const cartId = await shop.cartOf(carla, [[shop.bread, 1]]);
    const refusal = (kind: string, startsAt: string | null = null) => ({
      cart: null,
      userErrors: [{ __typename: 'CouponRefusedError', code: kind, path: ['code'], startsAt }],
    });
    expect(await shop.apply(cartId, carla, 'EARLY')).toEqual(
      refusal('COUPON_NOT_STARTED', '2099-01-01T00:00:00.000Z'),
    );
    for (const wrong of ['WRONG-1', 'WRONG-2', 'WRONG-3'])
      expect(await shop.apply(cartId, carla, wrong)).toEqual(refusal('COUPON_NOT_VALID'));
    expect(await shop.apply(cartId, carla, 'EARLY')).toEqual(refusal('COUPON_ATTEMPTS_EXCEEDED'));
    expect((await shop.apply(cartId, carla, 'x')).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect(await shop.read(cartId, carla)).toMatchObject({ version: 3, coupons: [] });
    expect((await shop.apply(cartId, customer(), 'EARLY')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const other = customer();
    const otherCart = await shop.cartOf(other, [[shop.bread, 1]]);
    expect((await shop.apply(otherCart, other, 'EARLY')).userErrors).toMatchObject([
      { code: 'COUPON_NOT_STARTED' },
    ]);
  });

  test('a batch of coupons has random codes with a prefix, and a promotion has a bounded number', async () => {
    const promotionId = await shop.promotion({ isCouponRequired: true });
    const create = async (codes: object) =>
      (await shop.client.query(COUPONS, { promotionId, codes, maxUses: 1 }, shop.merchandiser)).data
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
    const automatic = await shop.promotion();
    const none = await shop.client.query(
      COUPONS,
      { promotionId: automatic, codes: { code: 'NONE' } },
      shop.merchandiser,
    );
    expect(none.data?.couponsCreate.userErrors).toMatchObject([{ path: ['promotionId'] }]);
  });

  test('an old window of wrong codes is forgotten by the sweep', async () => {
    await shop.pool.query(`INSERT INTO coupon_attempts VALUES ('user:gone', 9, now() - interval '2 hours')`);
    await eventually(async () => {
      const { rows } = await shop.pool.query(`SELECT FROM coupon_attempts WHERE origin = 'user:gone'`);
      expect(rows).toEqual([]);
    });
  });
});
