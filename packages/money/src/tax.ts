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

/** What is charged along with goods, in minor units, and how it is taxed. Rates in basis points. */
export interface TaxedCharges {
  readonly deliveryFee: number;
  /** Null: the fee has the rates of the goods. */
  readonly deliveryFeeTaxRate: number | null;
  readonly tip: number;
  /** Null: the tip is the courier's and contains no tax. */
  readonly tipTaxRate: number | null;
}

/** Everything that is taxed at one rate: gross = net + tax, in minor units. */
export interface TaxAtRate {
  /** Basis points. */
  readonly rate: number;
  readonly net: number;
  readonly tax: number;
  readonly gross: number;
}

/**
 * The taxes of an order, one entry for each rate, lowest first. The tax of a rate is the sum of the taxes of its lines
 * and of what falls to it of the fee and the tip, so that sums by line and sums by rate agree to the cent. All gross
 * amounts together are the total, less a tip that contains no tax.
 */
export function taxesByRate(goods: readonly TaxedGoods[], charges: TaxedCharges): TaxAtRate[] {
  const parts: TaxedGoods[] = [...goods, ...feeParts(charges, goods)];
  if (charges.tipTaxRate !== null && charges.tip > 0) {
    parts.push({ gross: charges.tip, taxRate: charges.tipTaxRate });
  }
  return ratesOf(parts).map((rate) => {
    const ofRate = parts.filter(({ taxRate }) => taxRate === rate);
    const gross = ofRate.reduce((sum, part) => sum + part.gross, 0);
    const tax = ofRate.reduce((sum, part) => sum + taxIncluded(part.gross, rate), 0);
    return { rate, net: gross - tax, tax, gross };
  });
}

const ratesOf = (parts: readonly TaxedGoods[]): number[] =>
  [...new Set(parts.map(({ taxRate }) => taxRate))].sort((one, other) => one - other);

/**
 * The fee, split over the rates at which it is taxed. Without a rate of its own it is an ancillary cost of the goods: it
 * is split in proportion to the gross value of the goods of each rate (without value, to their number) by largest
 * remainder (docs/adr/0022).
 */
function feeParts(
  { deliveryFee, deliveryFeeTaxRate }: TaxedCharges,
  goods: readonly TaxedGoods[],
): TaxedGoods[] {
  if (deliveryFee === 0) return [];
  if (deliveryFeeTaxRate !== null) return [{ gross: deliveryFee, taxRate: deliveryFeeTaxRate }];
  if (goods.length === 0) return [];
  const rates = ratesOf(goods);
  const weigh = (weight: (one: TaxedGoods) => number) =>
    rates.map((rate) =>
      goods.filter(({ taxRate }) => taxRate === rate).reduce((sum, one) => sum + weight(one), 0),
    );
  const hasValue = goods.some(({ gross }) => gross > 0);
  const amounts = split(deliveryFee, hasValue ? weigh(({ gross }) => gross) : weigh(() => 1));
  return rates.map((taxRate, index) => ({ gross: amounts[index] ?? 0, taxRate }));
}
