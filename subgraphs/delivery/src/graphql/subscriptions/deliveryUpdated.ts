import { requireUser, resumable } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import type { Delivery } from '../../domain/delivery.ts';
import type { DeliveryStep } from '../../domain/step.ts';
import { channels } from '../../events/channels.ts';
import type { DeliveryUpdate, SubscriptionResolvers } from '../../generated/graphql.ts';
import { loadDelivery, loadDeliveryOfOrder } from '../../store/deliveries.ts';
import { loadLatestStep, loadSteps } from '../../store/steps.ts';
import { idOf, maySee } from '../access.ts';

type DeliveryUpdatePayload = Pick<DeliveryUpdate, 'cursor' | 'sequence'> & {
  readonly step: DeliveryStep;
  readonly delivery: Delivery;
};

/** One order's delivery, live. Access is checked on the row as it is at each message: couriers come and go. */
export const deliveryUpdated = {
  async subscribe(_, { orderId, after }, context) {
    const { db, live, liveReads, poll } = context.deps;
    requireUser(context.caller);
    const id = idOf(orderId);
    const found = id && (await loadDeliveryOfOrder(db, id));
    if (!found) throw new GraphQLError('There is no such object.', { extensions: { code: 'NOT_FOUND' } });
    const { deliveryId } = found;
    const current = async (): Promise<Delivery> => {
      const delivery = await loadDelivery(db, deliveryId);
      if (!delivery) throw new Error(`the delivery ${deliveryId} is gone`);
      return delivery;
    };
    return resumable<DeliveryStep, { deliveryUpdated: DeliveryUpdatePayload }>({
      stream: `delivery:${deliveryId}`,
      channel: channels.delivery(found.orderId),
      live,
      poll,
      after: after ?? null,
      latest: () => loadLatestStep(db, deliveryId),
      // Each change of a delivery is a step, numbered by the delivery's version.
      latestSequence: async (maxAgeMs) =>
        (await liveReads.deliveries.read(found.orderId, maxAgeMs))?.version ?? null,
      history: (sequence, limit) => loadSteps(db, deliveryId, sequence, limit),
      mayFollow: async () => maySee(context, await current()),
      payload: async (step, cursor) => ({
        deliveryUpdated: { cursor, sequence: step.sequence, step, delivery: await current() },
      }),
    });
  },
} satisfies SubscriptionResolvers['deliveryUpdated'];
