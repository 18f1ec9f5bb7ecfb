import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { amount, currency, id, instant } from './values.ts';

/** Thin on purpose: carts change often and their content is nobody else's business. */
const cartState = z.object({
  cartId: id,
  customerId: id.nullable(),
  storeId: id.nullable(),
  lineCount: z.number().int().nonnegative(),
  total: amount,
  currency: currency.nullable(),
  at: instant,
});

export const cart = contractsOf('cart', {
  'cart.updated': cartState,
  'cart.cleared': cartState,
});
