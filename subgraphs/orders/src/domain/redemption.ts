import type { Discount } from '@nakku/contracts';

/** Something that only so many orders may use. */
export interface Redemption {
  /** What is counted: a promotion, a promotion by one customer, or a coupon. */
  readonly key: string;
  /** Most orders that may use it. */
  readonly limit: number;
  /** Name of the promotion, for the customer. */
  readonly name: string;
}

/** What an order with these discounts uses up, in the order in which it is locked. Discounts without a limit are not counted. */
export function redemptionsOf(discounts: readonly Discount[], customerId: string): Redemption[] {
  const all = discounts.flatMap(({ promotionId, name, couponCode, limits }) => [
    { key: `promotion:${promotionId}`, limit: limits.total, name },
    { key: `promotion:${promotionId}:customer:${customerId}`, limit: limits.perCustomer, name },
    ...(couponCode === null ? [] : [{ key: `coupon:${couponCode}`, limit: limits.perCoupon, name }]),
  ]);
  return all
    .flatMap(({ limit, ...rest }) => (limit === null ? [] : [{ ...rest, limit }]))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}
