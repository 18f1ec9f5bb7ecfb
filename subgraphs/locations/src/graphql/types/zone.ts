import { geoJsonOf } from '../../domain/area.ts';
import { surgeAt } from '../../domain/zone.ts';
import type { ZoneResolvers } from '../../generated/graphql.ts';
import { knownId } from '../inputs.ts';

export const zoneType: ZoneResolvers = {
  __resolveReference(reference, { loaders }) {
    const zoneId = knownId(reference.id);
    return zoneId === null ? null : loaders.zones.load(zoneId);
  },
  id: ({ zoneId }) => zoneId,
  store: ({ storeId }) => ({ id: storeId }),
  geoJson: ({ area }) => geoJsonOf(area),
  fee: ({ fee, currency }) => ({
    base: { amount: fee.base, currency },
    perKilometre: { amount: fee.perKilometre, currency },
    includedMeters: fee.includedMeters,
    freeFrom: fee.freeFrom === null ? null : { amount: fee.freeFrom, currency },
  }),
  minOrder: ({ minOrder, currency }) => ({ amount: minOrder, currency }),
  deliveryHours: ({ weekly }) => weekly?.map((day) => ({ ...day })) ?? null,
  exceptions: ({ exceptions }) =>
    exceptions.map(({ date, hours }) => ({ date, hours: hours.map((one) => ({ ...one })) })),
  surge: (zone, _args, { deps }) => surgeAt(zone, deps.now()),
};
