import type { Admitted } from './admitted.ts';

const counts = new WeakMap<Admitted, number>();

/** Counts one fetch from a subgraph for an operation, whatever became of it. */
export function countFetch(admitted: Admitted): void {
  counts.set(admitted, fetchesMade(admitted) + 1);
}

/** How many fetches were made for an operation. */
export const fetchesMade = (admitted: Admitted): number => counts.get(admitted) ?? 0;
