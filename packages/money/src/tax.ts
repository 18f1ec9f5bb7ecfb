import { split } from './split.ts';

/**
 * Tax contained in a gross amount: gross − round-half-up(gross / (1 + rate)), per line and after discount (rule 7 of
 * the house). Both amounts in minor units; exact, because it is computed in whole numbers.
 *
 * @param gross minor units, 0 or more.
 * @param rateBasisPoints 1900 is 19 %.
 */
export function taxIncluded(gross: number, rateBasisPoints: number): number {
  if (!Number.isSafeInteger(gross) || gross < 0) throw new RangeError(`gross ${gross} is no amount`);
  if (!Number.isSafeInteger(rateBasisPoints) || rateBasisPoints < 0) {
    throw new RangeError(`tax rate ${rateBasisPoints} is no number of basis points`);
  }
  const divisor = BigInt(10_000 + rateBasisPoints);
  const scaled = BigInt(gross) * 10_000n;
  // Half up: floor((2 × scaled + divisor) / (2 × divisor)).
  const net = (2n * scaled + divisor) / (2n * divisor);
  return gross - Number(net);
}

/** Goods of one order, gross and after discount, in minor units, with their tax rate in basis points. */
export interface TaxedGoods {
  readonly gross: number;
  readonly taxRate: number;
}

/**
 * Tax contained in a fee that is charged along with goods, such as a delivery fee. The fee is an ancillary cost of the
 * goods and has their tax rates: it is split over the rates in proportion to the gross value of the goods of each
 * (without value, in proportion to their number), and each part is taxed at its rate (docs/adr/0022).
 *
 * @param fee minor units, 0 or more.
 */
export function taxInFee(fee: number, goods: readonly TaxedGoods[]): number {
  if (goods.length === 0) return 0;
  const rates = [...new Set(goods.map(({ taxRate }) => taxRate))].sort((one, other) => one - other);
  const weigh = (weight: (one: TaxedGoods) => number) =>
    rates.map((rate) =>
      goods.filter(({ taxRate }) => taxRate === rate).reduce((sum, one) => sum + weight(one), 0),
    );
  const hasValue = goods.some(({ gross }) => gross > 0);
  const parts = split(fee, hasValue ? weigh(({ gross }) => gross) : weigh(() => 1));
  return rates.reduce((tax, rate, index) => tax + taxIncluded(parts[index] ?? 0, rate), 0);
}
