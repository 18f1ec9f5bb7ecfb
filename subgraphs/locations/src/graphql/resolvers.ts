import type { Resolvers } from '../generated/graphql.ts';
import { locationAutocomplete } from './queries/locationAutocomplete.ts';
import { locationGeocode } from './queries/locationGeocode.ts';
import { locationReverse } from './queries/locationReverse.ts';
import { placeType } from './types/place.ts';

/** All resolvers of the locations subgraph. */
export const resolvers = {
  Query: { locationAutocomplete, locationGeocode, locationReverse },
  Place: placeType,
} satisfies Resolvers;
