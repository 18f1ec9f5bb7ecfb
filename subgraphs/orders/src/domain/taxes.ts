import type { Totals } from '@nakku/contracts';
import { taxesByRate } from '@nakku/money';
import type { TaxAtRate, TaxedCharges } from '@nakku/money';

/** What is to be paid, in minor units. Its taxes by rate follow from the lines. */
export type OrderTotals = Omit<Totals, 'taxes'>;

/** A line as it is taxed. */
export interface TaxedLine {
  /** Pieces still to be picked, and pieces in the bag: a line without any contains no tax. */
  readonly open: number;
  readonly picked: number;
  /** Gross amount of these pieces after discount, in minor units. */
  readonly finalTotal: number | bigint;
  /** Basis points. */
  readonly taxRate: number;
}

/** Taxes that an order of these lines contains, by rate. */
export function taxesOf(charges: TaxedCharges, lines: readonly TaxedLine[]): TaxAtRate[] {
  return taxesByRate(
    lines
      .filter(({ open, picked }) => open + picked > 0)
      .map(({ finalTotal, taxRate }) => ({ gross: Number(finalTotal), taxRate })),
    charges,
  );
}
