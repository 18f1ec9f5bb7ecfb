import { z } from 'zod';
import { amount, id } from './values.ts';

/** Most promotions that one order can use. */
export const MAX_DISCOUNTS = 20;

const limit = z.number().int().positive().max(2_147_483_647).nullable();

/** What a promotion took off a quote, and how often it may be used: orders counts the uses. */
export const discount = z.object({
  promotionId: id,
  name: z.string(),
  /** The coupon that unlocked it; null for a promotion that applies by itself. */
  couponCode: z.string().nullable(),
  /** Taken off the goods, in minor units. */
  amount,
  /** The delivery fee that is not charged because of it, in minor units. */
  deliveryFee: amount,
  /** Most orders that may use it, of all customers, of one customer, and with this coupon; null: any number. */
  limits: z.object({ total: limit, perCustomer: limit, perCoupon: limit }),
});

/** The promotions of an order; those from before there were any have none. */
export const discounts = z.array(discount).max(MAX_DISCOUNTS).default([]);

export type Discount = z.infer<typeof discount>;
