import type { Discount } from '@nakku/contracts';
import { redemptionsOf } from './redemption.ts';

const discount = (
  promotionId: string,
  limits: Partial<Discount['limits']>,
  couponCode: string | null = null,
) => ({
  ...{ promotionId, name: `Promotion ${promotionId}`, couponCode, amount: 100, deliveryFee: 0 },
  limits: { total: null, perCustomer: null, perCoupon: null, ...limits },
});

test('what is limited is counted, in the order of its keys', () => {
  const discounts = [
    discount('p2', { total: 5, perCustomer: 1, perCoupon: 2 }, 'SUMMER'),
    discount('p1', { perCustomer: 3 }),
    discount('p3', {}, 'UNLIMITED'),
    discount('p4', { perCoupon: 1 }),
  ];
  expect(redemptionsOf(discounts, 'c')).toEqual([
    { key: 'coupon:SUMMER', limit: 2, name: 'Promotion p2' },
    { key: 'promotion:p1:customer:c', limit: 3, name: 'Promotion p1' },
    { key: 'promotion:p2', limit: 5, name: 'Promotion p2' },
    { key: 'promotion:p2:customer:c', limit: 1, name: 'Promotion p2' },
  ]);
});
