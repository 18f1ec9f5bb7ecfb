import type { QueryResolvers } from '../../generated/graphql.ts';

export const locationReverse: NonNullable<QueryResolvers['locationReverse']> = (
  _parent,
  { location },
  { deps },
) => deps.gazetteer.reverse(location);
