import { batchLoader } from '@nakku/graphql-kit';
import type { Caller } from '@nakku/identity';
import DataLoader from 'dataloader';
import type { Deps } from '../app/deps.ts';
import type { Courier, Position } from '../domain/courier.ts';
import type { Delivery } from '../domain/delivery.ts';
import { fresh } from '../domain/position.ts';
import type { DeliveryStep } from '../domain/step.ts';
import { couriersVisibleTo, loadCouriers } from '../store/couriers.ts';
import { loadDeliveries, loadDeliveriesOfOrders } from '../store/deliveries.ts';
import { loadTimelines } from '../store/steps.ts';

/** Steps that a timeline shows. */
const MAX_TIMELINE = 200;

/** By id; access is the resolvers' matter. */
export interface Loaders {
  readonly deliveries: DataLoader<string, Delivery | null>;
  readonly deliveriesOfOrders: DataLoader<string, Delivery | null>;
  readonly timelines: DataLoader<string, readonly DeliveryStep[]>;
  readonly couriers: DataLoader<string, Courier | null>;
  readonly positions: DataLoader<string, Position | null>;
  /** Whether the caller sees this courier because of a delivery in hand. */
  readonly couriersByDelivery: DataLoader<string, boolean>;
}

export function loadersOf({ db, positions, times, now }: Deps, caller: Caller): Loaders {
  return {
    deliveries: batchLoader(
      (ids) => loadDeliveries(db, ids),
      (delivery) => delivery.deliveryId,
    ),
    deliveriesOfOrders: batchLoader(
      (ids) => loadDeliveriesOfOrders(db, ids),
      (delivery) => delivery.orderId,
    ),
    couriers: batchLoader(
      (ids) => loadCouriers(db, ids),
      (courier) => courier.courierId,
    ),
    timelines: new DataLoader<string, readonly DeliveryStep[]>(
      async (ids) => {
        const steps = await loadTimelines(db, ids, MAX_TIMELINE);
        return ids.map((id) => steps.filter((step) => step.deliveryId === id));
      },
      { maxBatchSize: 100 },
    ),
    positions: new DataLoader<string, Position | null>(async (ids) => {
      const known = await positions.lastOf(ids);
      return ids.map((id) => fresh(known.get(id) ?? null, times.positionStaleMs, now()));
    }),
    couriersByDelivery: new DataLoader<string, boolean>(async (ids) => {
      if (caller.kind !== 'user') return ids.map(() => false);
      const storeIds = caller.roles.includes('store_operator') ? caller.storeIds : [];
      const visible = await couriersVisibleTo(db, ids, { userId: caller.userId, storeIds });
      return ids.map((id) => visible.has(id));
    }),
  };
}
