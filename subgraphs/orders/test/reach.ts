import { v7 as uuidv7 } from 'uuid';
import { published } from './otherContexts.ts';
import type { Placed, OrdersHarness } from './harness.ts';

const way = [
  'PLACED',
  'RESERVED',
  'CONFIRMED',
  'PACKING',
  'PICKED',
  'READY',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
] as const;
export type Milestone = (typeof way)[number];

/** Brings an order that was just placed to `milestone` by the shortest way: one event for each state, and one for what was picked. */
export async function reach(shop: OrdersHarness, placed: Placed, milestone: Milestone): Promise<void> {
  const { orderId, staff } = placed;
  const on = { courierId: uuidv7() };
  const acts: Record<Milestone, () => Promise<unknown>> = {
    PLACED: () => Promise.resolve(),
    RESERVED: () => shop.others.reserved(placed),
    CONFIRMED: () => shop.others.payment(placed, 'authorized'),
    PACKING: () => shop.act('orderPackingStart', staff, orderId),
    PICKED: () => shop.pick(staff, orderId),
    READY: () => shop.act('orderPackingFinish', staff, orderId),
    OUT_FOR_DELIVERY: () => shop.others.delivery(placed, 'started', { status: 'PICKED_UP', ...on }),
    DELIVERED: () => shop.others.delivery(placed, 'completed', { status: 'DELIVERED', ...on, proof: 'CODE' }),
  };
  for (const [i, step] of way.slice(0, way.indexOf(milestone) + 1).entries()) {
    await acts[step]();
    await published(shop.capture, orderId, i + 1);
  }
}
