import { sharedReads } from '@nakku/graphql-kit';
import type { LiveReads } from '../app/deps.ts';
import type { Db } from '../store/database.ts';
import { loadDeliveriesOfOrders } from '../store/deliveries.ts';
import { loadOpenOffers } from '../store/offers.ts';

export function liveReadsOf(db: Db): LiveReads {
  const keyOf = (id: string): string => id;
  return {
    deliveries: sharedReads({
      keyOf,
      load: async (orderIds) => {
        const found = await loadDeliveriesOfOrders(db, orderIds);
        return new Map(found.map((delivery) => [delivery.orderId, delivery]));
      },
    }),
    offers: sharedReads({
      keyOf,
      maxBatch: 1,
      load: async ([courierId = '']) => new Map([[courierId, await loadOpenOffers(db, courierId)]]),
    }),
  };
}
