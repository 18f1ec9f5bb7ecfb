import { taxesByRate } from '@nakku/money';
import type { TaxAtRate } from '@nakku/money';
import type { OrderTotals } from './order.ts';

/** A line's gross amount after discount, in minor units, and its rate in basis points. */
export interface TaxedLine {
  readonly total: number | bigint;
  readonly taxRate: number;
}

/** Taxes that an order of these lines contains, by rate. */
export function taxesOf(totals: OrderTotals, lines: readonly TaxedLine[]): TaxAtRate[] {
  return taxesByRate(
    lines.map(({ total, taxRate }) => ({ gross: Number(total), taxRate })),
    totals,
  );
}
