import { minorUnitDigits, formatAmount, isCurrency } from '@nakku/money';
import { invalidRequest } from './refusal.ts';

/** Stripe charges these as if they had two decimals (docs.stripe.com/currencies). */
const chargedWithTwoDecimals: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** The least charge of some currencies, in Stripe's minor units. */
const minimum: Readonly<Record<string, number>> = {
  CHF: 50,
  CZK: 1_500,
  EUR: 50,
  GBP: 30,
  HUF: 17_500,
  JPY: 50,
  PLN: 200,
  USD: 50,
};

/**
 * Refuses what Stripe does not charge.
 * @param amount Stripe's minor units
 * @throws ApiRefusal 400
 */
export function requireChargeable(amount: number, currency: string): void {
  const code = currency.toUpperCase();
  if (!isCurrency(code)) throw invalidRequest(`Invalid currency: ${currency}.`, { param: 'currency' });
  if (amount < (minimum[code] ?? 1)) {
    throw invalidRequest('Amount must be no less than the minimum charge amount.', {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  const mustEndIn = chargedWithTwoDecimals.has(code) ? 100 : minorUnitDigits(code) === 3 ? 10 : 1;
  if (amount % mustEndIn !== 0) {
    throw invalidRequest(`Amounts of ${currency} must be multiples of ${mustEndIn}.`, { param: 'amount' });
  }
}

/** What a customer reads on the page, for example `25.00 EUR` or `500 ISK`. */
export function chargedAmount({
  amount,
  currency,
}: {
  readonly amount: number;
  readonly currency: string;
}): string {
  const code = currency.toUpperCase();
  return formatAmount(chargedWithTwoDecimals.has(code) ? amount / 100 : amount, code);
}
