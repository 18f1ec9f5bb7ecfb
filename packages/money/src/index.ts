/** Amounts in minor units of one currency, rates of tax, and how amounts are split and formatted. */

export * from './currency.ts';
export * from './money.ts';
export * from './tax.ts';
export * from './split.ts';
export * from './portion.ts';
