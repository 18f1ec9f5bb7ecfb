/**
 * `rateBasisPoints` of an amount, rounded half up: 1500 of 999 is 150. Exact, because it is computed in whole numbers.
 *
 * @param amount minor units, 0 or more.
 * @param rateBasisPoints 1500 is 15 %.
 * @throws RangeError if either is no whole number of 0 or more.
 */
export function portion(amount: number, rateBasisPoints: number): number {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`${amount} is no amount`);
  if (!Number.isSafeInteger(rateBasisPoints) || rateBasisPoints < 0) {
    throw new RangeError(`rate ${rateBasisPoints} is no number of basis points`);
  }
  return Number((BigInt(amount) * BigInt(rateBasisPoints) + 5_000n) / 10_000n);
}
