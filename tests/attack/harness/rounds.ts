import type { Figures } from './bystander.ts';

/** What a bystander saw before, during and after one round of an attack. */
export interface Round {
  readonly before: Figures;
  readonly during: Figures;
  readonly after: Figures;
}

/** How much slower a bystander may be served while one address attacks. */
const MAX_RATIO = 2;
/** Below this, in milliseconds, a difference is the scheduler's. */
const NOISE_MS = 25;
/** Fewer requests of all times without an attack are no figure. */
const MIN_COUNT = 50;

export interface Verdict {
  /** Why the attack was not held; undefined: it was. */
  readonly failure: string | undefined;
  /** p95 of the bystander. */
  readonly detail: string;
}

/**
 * Compares a bystander's p95 during each round with the same bystander's seconds before and after, of which the slower
 * counts: a machine that others use as well is slow at one time and fast at another. The median of the rounds decides.
 */
export function verdictOn(rounds: readonly Round[]): Verdict {
  const seen = rounds.map(({ before, during, after }) => {
    const usual = Math.max(before.p95, after.p95);
    return { usual, during: during.p95, ratio: during.p95 / usual };
  });
  const [usual, during, ratio] = [
    median(seen.map((one) => one.usual)),
    median(seen.map((one) => one.during)),
    median(seen.map((one) => one.ratio)),
  ];
  const served = sum(rounds.map((one) => one.during.count));
  const failed = sum(rounds.map((one) => one.during.failed));
  const quiet = sum(rounds.map(({ before, after }) => before.count + after.count));
  const worst = Math.max(...seen.map((one) => one.ratio));
  const detail = `bystander p95 ${usual.toFixed(0)} → ${during.toFixed(0)} ms, ${ratio.toFixed(1)}× (median of ${rounds.length}, at most ${worst.toFixed(1)}×, ${served} requests)`;
  return { detail, failure: failureOf() };

  function failureOf(): string | undefined {
    if (failed > 0) return `the bystander was not served ${failed} of ${served} times`;
    if (quiet < MIN_COUNT || !Number.isFinite(worst)) return 'the machine is too busy to measure';
    return ratio > MAX_RATIO && during > NOISE_MS ? 'too slow' : undefined;
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
