import type { OrderUpdateResolvers } from '../../generated/graphql.ts';
import type { StoredStep } from '../../store/steps.ts';

/** A step and the cursor behind it. */
export interface OrderUpdatePayload {
  readonly cursor: string;
  readonly step: StoredStep;
}

export const orderUpdateType: OrderUpdateResolvers = {
  sequence: ({ step }) => step.sequence,
  order: async ({ step }, _, { loaders }) => {
    const order = await loaders.orders.load(step.orderId);
    if (!order) throw new Error(`order ${step.orderId} of a step is gone`);
    return order;
  },
};
