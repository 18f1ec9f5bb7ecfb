/**
 * Splits `total` in proportion to `weights` without losing a cent: largest remainder first, ties to the earlier one
 * (rule 7 of the house). The parts sum to `total`.
 *
 * @param total minor units, 0 or more.
 * @param weights whole numbers, 0 or more, at least one above 0 unless `total` is 0.
 */
export function split(total: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(total) || total < 0) throw new RangeError(`total ${total} is no amount`);
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
    throw new RangeError('weights are whole numbers of 0 or more');
  }
  const sum = weights.reduce((left, right) => left + BigInt(right), 0n);
  if (sum === 0n) {
    if (total === 0) return weights.map(() => 0);
    throw new RangeError('nothing to split by: all weights are 0');
  }
  const shares = weights.map((weight, index) => {
    const scaled = BigInt(total) * BigInt(weight);
    return { index, part: Number(scaled / sum), remainder: scaled % sum };
  });
  const parts = shares.map((share) => share.part);
  let left = total - parts.reduce((one, other) => one + other, 0);
  const byRemainder = [...shares].sort((one, other) =>
    one.remainder === other.remainder ? one.index - other.index : one.remainder < other.remainder ? 1 : -1,
  );
  for (const { index, part } of byRemainder) {
    if (left === 0) break;
    parts[index] = part + 1;
    left -= 1;
  }
  return parts;
}
