import type { Resolvers } from '../generated/graphql.ts';
import { zoneClose } from './mutations/zoneClose.ts';
import { zoneCreate } from './mutations/zoneCreate.ts';
import { zonePause } from './mutations/zonePause.ts';
import { zoneResume } from './mutations/zoneResume.ts';
import { zoneSurgeSet } from './mutations/zoneSurgeSet.ts';
import { zoneUpdate } from './mutations/zoneUpdate.ts';
import { addressValidate } from './queries/addressValidate.ts';
import { locationAutocomplete } from './queries/locationAutocomplete.ts';
import { locationGeocode } from './queries/locationGeocode.ts';
import { locationReverse } from './queries/locationReverse.ts';
import { serviceability } from './queries/serviceability.ts';
import { zone } from './queries/zone.ts';
import { placeType } from './types/place.ts';
import { storeType } from './types/store.ts';
import { zoneType } from './types/zone.ts';

/** All resolvers of the locations subgraph. */
export const resolvers = {
  Query: { addressValidate, locationAutocomplete, locationGeocode, locationReverse, serviceability, zone },
  Mutation: { zoneCreate, zoneUpdate, zonePause, zoneResume, zoneClose, zoneSurgeSet },
  Place: placeType,
  Store: storeType,
  Zone: zoneType,
} satisfies Resolvers;
