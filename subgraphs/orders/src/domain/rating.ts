import type { RatingTag } from '@nakku/contracts';
import type { Ruling } from './decision.ts';
import type { Order } from './order.ts';
import { progressOf } from './progress.ts';

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

function isSame(one: GivenRating, other: GivenRating): boolean {
  return (
    one.order === other.order &&
    one.courier === other.courier &&
    one.tags.length === other.tags.length &&
    one.tags.every((tag, index) => tag === other.tags[index])
  );
}

/** When a rating can no longer be changed. */
export function closesAt({ ratedAt }: Pick<Rating, 'ratedAt'>, changeMs: number): Date {
  return new Date(ratedAt.getTime() + changeMs);
}

/** A delivered order is rated once; the rating may be changed for `changeMs`. */
export function ratingRuling(order: Order, given: GivenRating, now: Date, changeMs: number): Ruling {
  if (order.status !== 'DELIVERED') return 'status';
  const { rating: before } = order;
  if (before && isSame(before, given)) return 'noop';
  if (before && closesAt(before, changeMs) <= now) return 'rating_closed';
  const { order: stars, courier, tags } = given;
  const rating: Rating = { order: stars, courier, tags, ratedAt: before?.ratedAt ?? now };
  return {
    next: { ...progressOf(order), rating },
    step: { kind: 'RATED', detail: null },
    event: { type: 'order.rated', rating: { order: stars, courier, tags } },
  };
}
