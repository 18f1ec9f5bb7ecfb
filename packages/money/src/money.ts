import { z } from 'zod';
import { isCurrency } from './currency.ts';

/**
 * An amount of one currency in minor units (cents): `{ amount: 199, currency: 'EUR' }` is 1.99 €.
 * Never a float: `amount` is a safe integer (rule 7 of the house).
 */
export interface Money {
  readonly amount: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

/** Parses what comes from outside; amounts may be negative (differences, refunds). */
export const moneySchema = z.object({
  amount: z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  currency: z.string().refine(isCurrency, { error: 'is not an ISO 4217 currency code' }),
});

/** Two currencies met where one was expected: a bug in the caller, never the user's fault. */
export class CurrencyMismatch extends Error {
  constructor(left: string, right: string) {
    super(`cannot combine ${left} and ${right}: one store sells in one currency`);
    this.name = 'CurrencyMismatch';
  }
}

function safe(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a safe integer of minor units`);
  return amount;
}

/** @throws RangeError if `amount` is no safe integer. */
export function money(amount: number, currency: string): Money {
  return { amount: safe(amount), currency };
}

/** No money at all, in this currency. */
export function zero(currency: string): Money {
  return { amount: 0, currency };
}

function sameCurrency(left: Money, right: Money): string {
  if (left.currency !== right.currency) throw new CurrencyMismatch(left.currency, right.currency);
  return left.currency;
}

/** @throws CurrencyMismatch, RangeError beyond the safe integers. */
export function add(left: Money, right: Money): Money {
  return money(left.amount + right.amount, sameCurrency(left, right));
}

/** @throws CurrencyMismatch, RangeError beyond the safe integers. */
export function subtract(left: Money, right: Money): Money {
  return money(left.amount - right.amount, sameCurrency(left, right));
}

/** `factor` is a whole number, for example a quantity. @throws RangeError otherwise. */
export function times(value: Money, factor: number): Money {
  return money(value.amount * safe(factor), value.currency);
}

/** Sum of `values`; zero of `currency` if there are none. @throws CurrencyMismatch. */
export function sum(values: readonly Money[], currency: string): Money {
  return values.reduce(add, zero(currency));
}
