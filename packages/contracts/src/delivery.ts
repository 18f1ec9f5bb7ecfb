import { z } from 'zod';
import { contractsOf } from './contract.ts';
import { id, instant } from './values.ts';

export const deliveryStatus = z.enum([
  'SCHEDULED',
  'ASSIGNED',
  'AT_STORE',
  'PICKED_UP',
  'NEARBY',
  'DELIVERED',
  'FAILED',
  'RETURNING',
  'RETURNED',
  'CANCELLED',
]);

/** Keyed by the order's id, with delivery's own counter. */
const state = z.object({
  orderId: id,
  deliveryId: id,
  storeId: id,
  customerId: id,
  /** The courier's account. */
  courierId: id.nullable(),
  status: deliveryStatus,
  /** Expected at the door; null until a courier is assigned. */
  eta: instant.nullable(),
  at: instant,
});

export const delivery = contractsOf('delivery', {
  'delivery.scheduled': state,
  'delivery.assigned': state.extend({ courierId: id }),
  /** The courier has the goods: the point of no return for a cancel. */
  'delivery.started': state.extend({ courierId: id }),
  'delivery.completed': state.extend({
    courierId: id,
    proof: z.enum(['CODE', 'LEFT_AT_DOOR', 'STAFF_OVERRIDE']),
  }),
  /** Only after pick-up; the goods go back to the store. `reason`: in the courier's words. */
  'delivery.failed': state.extend({
    courierId: id,
    reason: z.string(),
    code: z
      .enum(['CUSTOMER_ABSENT', 'CUSTOMER_REFUSED', 'ADDRESS_NOT_FOUND', 'GOODS_DAMAGED', 'OTHER'])
      .optional(),
  }),
  'delivery.returned': state,
  /** Grants order.cancel_requested (or follows order.cancelled): nobody will pick this up any more. */
  'delivery.cancelled': state,
  /** The courier already has the goods. */
  'delivery.cancel_refused': state,
  /** Arrived at the store, nearby, returning, back to the queue. */
  'delivery.updated': state,
});

/** The customer waits for this courier, who may know where the door is: from accepting until the ride to the customer ends. */
export const broughtToCustomer = ['ASSIGNED', 'AT_STORE', 'PICKED_UP', 'NEARBY'] as const satisfies z.infer<
  typeof deliveryStatus
>[];

export type DeliveryStatus = z.infer<typeof deliveryStatus>;
