/** Chance that a seed repeats: the same seed, the same numbers. */
export interface SeededRandom {
  /** What repeats it; print it when a test fails. */
  readonly seed: number;
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number;
  /** One of them. @throws Error if there is none */
  pick<T>(from: readonly T[]): T;
}

/** @param seed default: another one each time */
export function seededRandom(seed: number = Math.floor(Math.random() * 2 ** 31)): SeededRandom {
  let state = seed;
  /** mulberry32, which is in the public domain. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
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
