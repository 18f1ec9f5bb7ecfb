import { couponCodeOf, couponRefusal, type FoundCoupon, mergeCoupons } from './coupon.ts';

const now = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-01T12:00:01Z');
const found: FoundCoupon = {
  startsAt: now,
  endsAt: later,
  isPaused: false,
  isUsedUp: false,
  isUsedByCustomer: false,
};

test.each([
  [found, null],
  [null, { kind: 'not_valid' }],
  [{ ...found, isPaused: true }, { kind: 'not_valid' }],
  [{ ...found, endsAt: now }, { kind: 'not_valid' }],
  [{ ...found, endsAt: null }, null],
  [
    { ...found, startsAt: later, endsAt: null },
    { kind: 'not_started', startsAt: later },
  ],
  [{ ...found, isUsedUp: true }, { kind: 'used_up' }],
  [{ ...found, isUsedByCustomer: true }, { kind: 'used_up' }],
])('a coupon %j is refused: %j', (coupon, refusal) => {
  expect(couponRefusal(coupon, now)).toEqual(refusal);
});

test('a code is the same however it is typed', () => {
  expect(couponCodeOf('  summer-10 ')).toBe('SUMMER-10');
});

test('a merged cart keeps five coupons, the own ones first', () => {
  expect(mergeCoupons(['A', 'B'], ['B', 'C'])).toEqual({ coupons: ['A', 'B', 'C'], leftOut: [] });
  expect(mergeCoupons(['A', 'B', 'C', 'D'], ['E', 'F'])).toEqual({
    coupons: ['A', 'B', 'C', 'D', 'E'],
    leftOut: ['F'],
  });
});
