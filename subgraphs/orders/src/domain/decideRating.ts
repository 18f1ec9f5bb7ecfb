import type { Ruling } from './decision.ts';
import type { Order } from './order.ts';
import { progressOf } from './progress.ts';
import { closesAt } from './rating.ts';
import type { GivenRating, Rating } from './rating.ts';

function isSame(one: GivenRating, other: GivenRating): boolean {
  return (
    one.order === other.order &&
    one.courier === other.courier &&
    one.tags.length === other.tags.length &&
    one.tags.every((tag, index) => tag === other.tags[index])
  );
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
