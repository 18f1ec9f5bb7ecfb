import { attributionOf, labelOf } from '../../domain/place.ts';
import type { PlaceResolvers } from '../../generated/graphql.ts';

export const placeType: PlaceResolvers = {
  label: labelOf,
  attribution: attributionOf,
};
