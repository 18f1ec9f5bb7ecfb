import type { RatingTag } from '@nakku/contracts';

/** What a customer says of an order: from 1, the worst, to 5. */
export interface GivenRating {
  readonly order: number;
  /** Null if the courier is not rated. */
  readonly courier: number | null;
  /** Each once, in the order of the contract. */
  readonly tags: readonly RatingTag[];
}

export interface Rating extends GivenRating {
  /** When the order was rated first, from which the time to change the rating counts. */
  readonly ratedAt: Date;
}

/** When a rating can no longer be changed. */
export function closesAt({ ratedAt }: Pick<Rating, 'ratedAt'>, changeMs: number): Date {
  return new Date(ratedAt.getTime() + changeMs);
}
