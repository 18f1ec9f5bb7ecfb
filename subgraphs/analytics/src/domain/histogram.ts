/**
 * Durations in logarithmic buckets of 2 %: histograms of hours, days and stores add up by bucket, and a quantile of the sum is
 * within 1 % of the exact one. Quantiles themselves never add up.
 */
const GROWTH = Math.log(1.02);

/** How often each bucket occurs. */
export type Histogram = ReadonlyMap<number, number>;

/** The bucket of a duration in seconds; less than a second counts as one. */
export function bucketOf(seconds: number): number {
  return Math.floor(Math.log(Math.max(1, seconds)) / GROWTH);
}

/** The middle of a bucket in seconds, at most 1 % from all that is in it. */
export function middleOf(bucket: number): number {
  return Math.exp((bucket + 0.5) * GROWTH);
}

export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const sum = new Map<number, number>();
  for (const histogram of histograms)
    for (const [bucket, count] of histogram) sum.set(bucket, (sum.get(bucket) ?? 0) + count);
  return sum;
}

/**
 * The value that the share `p` of all values does not exceed (the nearest rank), in whole seconds.
 * @param p above 0, at most 1
 * @returns null if the histogram is empty
 */
export function quantile(histogram: Histogram, p: number): number | null {
  const buckets = [...histogram].sort(([one], [other]) => one - other);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(p * total));
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (seen >= rank) return Math.round(middleOf(bucket));
  }
  return null;
}
