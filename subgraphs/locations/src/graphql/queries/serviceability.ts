import { serviceability as serviceabilityOf } from '../../app/serviceability.ts';
import type { QueryResolvers } from '../../generated/graphql.ts';

export const serviceability: NonNullable<QueryResolvers['serviceability']> = async (
  _parent,
  { location },
  { deps },
) => {
  const result = await serviceabilityOf(deps, location);
  const nobody = {
    store: null,
    zone: null,
    distanceMeters: null,
    fee: null,
    freeDeliveryFrom: null,
    minOrder: null,
  };
  if (result.kind === 'nowhere') {
    return { isServed: false, reason: 'OUT_OF_ZONE', ...nobody, promise: null, opensAt: null };
  }
  const { store, zone, fee, freeFrom, minOrder } = result;
  const money = (amount: number) => ({ amount, currency: store.currency });
  const offer = {
    store: { id: store.storeId },
    zone,
    distanceMeters: Math.round(result.distanceMeters),
    fee: money(fee),
    freeDeliveryFrom: freeFrom === null ? null : money(freeFrom),
    minOrder: money(minOrder),
  };
  if (result.kind === 'later') {
    return { isServed: false, reason: result.reason, ...offer, promise: null, opensAt: result.opensAt };
  }
  const promise = { from: new Date(result.promise.from), to: new Date(result.promise.to) };
  return { isServed: true, reason: null, ...offer, promise, opensAt: null };
};
