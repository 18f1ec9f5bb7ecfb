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
