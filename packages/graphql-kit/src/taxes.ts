import type { TaxAtRate } from '@nakku/money';

/** Taxes by rate as the schema shows them (`TaxTotal` of schema/shared): each amount a Money of `currency`. */
export function taxesPayload(taxes: readonly TaxAtRate[], currency: string) {
  const of = (amount: number) => ({ amount, currency });
  return taxes.map(({ rate, net, tax, gross }) => ({ rate, net: of(net), tax: of(tax), gross: of(gross) }));
}
