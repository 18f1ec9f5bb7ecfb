import { closesAt } from '../../domain/rating.ts';
import type { OrderRatingResolvers } from '../../generated/graphql.ts';

export const orderRatingType: OrderRatingResolvers = {
  tags: ({ tags }) => [...tags],
  changeableUntil: (rating, _, { deps }) => closesAt(rating, deps.times.ratingChangeMs),
};
