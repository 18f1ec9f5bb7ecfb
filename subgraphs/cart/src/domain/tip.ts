import { minorUnitDigits } from '@nakku/money';

/** Most that any cart's tip can be, whatever its currency; a CHECK of the database holds it too. */
export const MAX_TIP = 100_000;

/**
 * The largest tip of a currency, in its minor units: 100.00 where the minor unit is a hundredth or a thousandth, and
 * 10,000 where there is none (a yen is worth about a cent). Null: the cart has no currency yet.
 */
export function maxTipOf(currency: string | null): number {
  const digits = currency === null ? 2 : minorUnitDigits(currency);
  return Math.min(MAX_TIP, 100 * 10 ** Math.max(2, digits));
}
