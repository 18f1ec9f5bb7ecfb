export * from './currency.ts';
export * from './money.ts';
export * from './tax.ts';
export * from './split.ts';
