/**
 * Numbers from 0 to below 1 that are the same for the same seed (mulberry32): for faults and schedules that can be
 * repeated, which Math.random cannot. Not for secrets.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Chances of a test that a seed repeats. */
export interface Draws {
  /** What repeats them; print it when a test fails. */
  readonly seed: number;
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number;
  /** One of them. @throws Error if there is none */
  pick<T>(from: readonly T[]): T;
}

/** @param seed default: another one each time */
export function seededDraws(seed: number = Math.floor(Math.random() * 2 ** 31)): Draws {
  const next = seededRandom(seed);
  const whole = (below: number): number => Math.floor(next() * below);
  return {
    seed,
    next,
    whole,
    pick(from) {
      const found = from[whole(from.length)];
      if (found === undefined) throw new Error('there is nothing to pick from');
      return found;
    },
  };
}
