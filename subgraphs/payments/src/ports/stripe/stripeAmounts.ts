import { minorUnitDigits, formatAmount } from '@nakku/money';

/**
 * Stripe counts in the minor units of ISO 4217, with exceptions (docs.stripe.com/currencies): these two have no decimals
 * and are charged as if they had two, and currencies of three decimals must end in 0.
 */
const chargedWithTwoDecimals: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** Stripe's least charge in our minor units (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const minimum: Readonly<Record<string, number>> = {
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1_500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1_000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1_000,
  USD: 50,
};

/** Stripe's amounts have at most eight digits. */
const MAX_STRIPE_AMOUNT = 99_999_999;

/** Our minor units as Stripe's. */
export function toStripeAmount(amount: number, currency: string): number {
  return chargedWithTwoDecimals.has(currency) ? amount * 100 : amount;
}

/** Stripe's minor units as ours. What is no whole number of ours stays a fraction, which differs from every amount. */
export function fromStripeAmount(amount: number, currency: string): number {
  return chargedWithTwoDecimals.has(currency) ? amount / 100 : amount;
}

/** Why Stripe cannot charge this amount, in English for logs; null if it can. */
export function unsupportedAmount(amount: number, currency: string): string | null {
  const least = minimum[currency] ?? 1;
  if (amount < least) return `the least charge is ${formatAmount(least, currency)}`;
  if (toStripeAmount(amount, currency) > MAX_STRIPE_AMOUNT) return 'the amount has more than eight digits';
  if (minorUnitDigits(currency) === 3 && amount % 10 !== 0) {
    return `${formatAmount(amount, currency)} is no multiple of ten minor units`;
  }
  return null;
}
