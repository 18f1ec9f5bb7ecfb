import { batchLoader } from '@nakku/graphql-kit';
import type { BaseContext } from '@nakku/service';
import DataLoader from 'dataloader';
import type { Courier, Position } from '../domain/courier.ts';
import type { DeliveryStep } from '../domain/delivery.ts';
import { fresh } from '../domain/position.ts';
import type { DeliveryService } from '../service.ts';
import { couriersVisibleTo, loadCourier, loadCouriers } from '../store/couriers.ts';
import { loadDeliveries, loadDeliveriesOfOrders, loadTimelines } from '../store/deliveries.ts';
import type { Context } from './context.ts';

/** Steps that a timeline shows. */
const MAX_TIMELINE = 200;

/** Delivery's part of the context of one request. */
export function contextOf(
  service: DeliveryService,
  { caller }: BaseContext,
): Omit<Context, keyof BaseContext> {
  const { db } = service;
  let me: Promise<Courier | null> | undefined;
  return {
    service,
    me() {
      me ??= caller.kind === 'user' ? loadCourier(db, caller.userId) : Promise.resolve(null);
      return me;
    },
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
      const known = await service.positions.lastOf(ids);
      const { positionStaleMs } = service.durations.delivery;
      return ids.map((id) => fresh(known.get(id) ?? null, positionStaleMs, service.now()));
    }),
    couriersByDelivery: new DataLoader<string, boolean>(async (ids) => {
      if (caller.kind !== 'user') return ids.map(() => false);
      const storeIds = caller.roles.includes('store_operator') ? caller.storeIds : [];
      const visible = await couriersVisibleTo(db, ids, { userId: caller.userId, storeIds });
      return ids.map((id) => visible.has(id));
    }),
  };
}
