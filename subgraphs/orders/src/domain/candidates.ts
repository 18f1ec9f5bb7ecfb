import type { ProductState } from '@nakku/contracts';
import type { Line } from './lines.ts';
import { MAX_PROPOSALS, defaultOf } from './substitution.ts';
import type { SoldProduct } from './substitution.ts';

/** How much of a unit one piece holds. */
export interface Content {
  readonly size: number;
  readonly unit: NonNullable<ProductState['unit']>;
}

/** A product by which another may be replaced, and how many pieces of it the store can sell. */
export interface Candidate extends SoldProduct {
  /** Null if the catalogue did not say. */
  readonly content: Content | null;
  readonly available: number;
}

/** A line, its product as it is sold now, and products of the same category that its store sells. */
export interface CandidatesOfLine {
  readonly line: Pick<Line, 'id' | 'ifUnavailable' | 'unitPrice'> & {
    readonly open: number;
    readonly content: Content | null;
  };
  readonly candidates: readonly Candidate[];
}

/** Where substitutes for lines come from; this service's own projection of the catalogue and of the stores' stock by default. */
export interface SubstituteSource {
  /** @param lineIds ids of order lines; those of which nothing is open or known are missing in the result */
  candidatesFor(lineIds: readonly string[]): Promise<readonly CandidatesOfLine[]>;
}

/** A substitute costs and holds at most so many times more or less. */
export const MAX_RATIO = 2;

const UNITS: Readonly<Record<Content['unit'], { readonly of: string; readonly factor: number }>> = {
  GRAM: { of: 'mass', factor: 1 },
  KILOGRAM: { of: 'mass', factor: 1_000 },
  MILLILITER: { of: 'volume', factor: 1 },
  LITER: { of: 'volume', factor: 1_000 },
  PIECE: { of: 'count', factor: 1 },
};

/** How far two amounts are apart, as a logarithm: twice as much is as far as half as much. */
const apart = (a: number, b: number): number => Math.abs(Math.log(a / b));

/** How far two sizes are apart; those that cannot be compared are as far apart as a substitute may be. */
function sizesApart(a: Content | null, b: Content | null): number {
  if (!a || !b || UNITS[a.unit].of !== UNITS[b.unit].of) return Math.log(MAX_RATIO);
  return apart(a.size * UNITS[a.unit].factor, b.size * UNITS[b.unit].factor);
}

/**
 * The products that come nearest to a line's in size and price, the best first, at most as many as can be proposed. None if
 * nothing is open or the customer wants no other product; none of which the store has too few pieces.
 */
export function candidatesOf(line: CandidatesOfLine['line'], candidates: readonly Candidate[]): Candidate[] {
  if (line.open === 0 || defaultOf(line) === null) return [];
  const furthest = Math.log(MAX_RATIO) + Number.EPSILON;
  return candidates
    .filter(({ available, price }) => available >= line.open && price > 0)
    .map((candidate) => ({
      candidate,
      size: sizesApart(line.content, candidate.content),
      price: apart(line.unitPrice, candidate.price),
    }))
    .filter(({ size, price }) => size <= furthest && price <= furthest)
    .sort(
      (a, b) =>
        a.size + a.price - (b.size + b.price) || (a.candidate.productId < b.candidate.productId ? -1 : 1),
    )
    .slice(0, MAX_PROPOSALS)
    .map(({ candidate }) => candidate);
}
