import type { QueryResolvers } from '../../generated/graphql.ts';
import { textSearch } from '../inputs.ts';

export const locationGeocode: NonNullable<QueryResolvers['locationGeocode']> = (_parent, args, { deps }) =>
  deps.gazetteer.geocode({ ...textSearch(args), near: args.near ?? null });
