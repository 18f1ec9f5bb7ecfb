import { createHash } from 'node:crypto';
import { seededRandom } from '@nakku/platform';

/** What a simulated packer does not find on the shelf. */
export interface Shelf {
  /** Pieces of a line that are missing: always the same for the same line. */
  missingOf(line: { readonly id: string; readonly quantity: number }): number;
}

/** A store that has everything. */
export const fullShelf: Shelf = { missingOf: () => 0 };

/**
 * A store that lacks some pieces by chance.
 * @param o.shortPercent of a hundred lines so many lack at least one piece
 * @param o.seed the same seed and line have the same outcome
 */
export function shelfOf(o: { readonly shortPercent: number; readonly seed: number }): Shelf {
  return {
    missingOf({ id, quantity }) {
      const random = seededRandom(createHash('sha256').update(`${o.seed}:${id}`).digest().readUInt32BE(0));
      if (random() * 100 >= o.shortPercent) return 0;
      return 1 + Math.floor(random() * quantity);
    },
  };
}
