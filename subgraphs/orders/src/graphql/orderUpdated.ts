import { idInput, requireUser, resumable } from '@nakku/graphql-kit';
import type { OrderUpdateResolvers, SubscriptionResolvers } from '../generated/graphql.ts';
import { ordersById } from '../store/reading.ts';
import { latestStep, stepsAfter } from '../store/steps.ts';
import type { StoredStep } from '../store/steps.ts';
import { seenBy } from './standing.ts';

export interface OrderUpdatePayload {
  readonly cursor: string;
  readonly step: StoredStep;
}

/** One order's history, live. The right is asked again with every batch: a courier's ends with the delivery. */
export const orderUpdated: SubscriptionResolvers['orderUpdated'] = {
  subscribe(_, { orderId, after }, { caller, db, live, poll }) {
    requireUser(caller);
    const isId = idInput.safeParse(orderId).success;
    return resumable<StoredStep, { orderUpdated: OrderUpdatePayload }>({
      stream: `order:${orderId}`,
      channel: `orders:${orderId}`,
      live,
      poll,
      after: after ?? null,
      latest: async () => (isId ? latestStep(db, orderId) : null),
      history: (sequence, limit) => stepsAfter(db, orderId, sequence, limit),
      mayFollow: async () => {
        const [order] = await ordersById(db, [orderId]);
        return seenBy(caller, order ?? null) !== null;
      },
      payload: (step, cursor) => ({ orderUpdated: { cursor, step } }),
    });
  },
};

export const OrderUpdate: OrderUpdateResolvers = {
  sequence: ({ step }) => step.sequence,
  order: async ({ step }, _, { loaders }) => {
    const order = await loaders.orders.load(step.orderId);
    if (!order) throw new Error(`order ${step.orderId} of a step is gone`);
    return order;
  },
};
