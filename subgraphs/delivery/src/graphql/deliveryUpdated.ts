import { resumable, requireUser } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import type { DeliveryUpdate } from '../generated/graphql.ts';
import type { Delivery, DeliveryStep } from '../domain/delivery.ts';
import { channels } from '../live.ts';
import { loadDelivery, loadDeliveryOfOrder, loadLatestStep, loadSteps } from '../store/deliveries.ts';
import { isId, maySee } from './access.ts';
import type { Context } from './context.ts';

type DeliveryUpdatePayload = Pick<DeliveryUpdate, 'cursor' | 'sequence'> & {
  readonly step: DeliveryStep;
  readonly delivery: Delivery;
};

/** One order's delivery, live. Rights are asked of the row as it is at each message: couriers come and go. */
export async function deliveryUpdated(
  { orderId, after }: { orderId: string; after?: string | null },
  context: Context,
): Promise<AsyncIterableIterator<{ deliveryUpdated: DeliveryUpdatePayload }>> {
  const { service } = context;
  requireUser(context.caller);
  const found = isId(orderId) ? await loadDeliveryOfOrder(service.db, orderId) : null;
  if (!found) throw new GraphQLError('There is no such object.', { extensions: { code: 'NOT_FOUND' } });
  const { deliveryId } = found;
  const current = async (): Promise<Delivery> => {
    const delivery = await loadDelivery(service.db, deliveryId);
    if (!delivery) throw new Error(`the delivery ${deliveryId} is gone`);
    return delivery;
  };
  const { livePollMs, livePollWithoutHintsMs } = service.durations.platform;
  return resumable<DeliveryStep, { deliveryUpdated: DeliveryUpdatePayload }>({
    stream: `delivery:${deliveryId}`,
    channel: channels.delivery(orderId),
    live: service.live,
    poll: { healthyMs: livePollMs, unhealthyMs: livePollWithoutHintsMs },
    after: after ?? null,
    latest: () => loadLatestStep(service.db, deliveryId),
    history: (sequence, limit) => loadSteps(service.db, deliveryId, sequence, limit),
    mayFollow: async () => maySee(context, await current()),
    payload: async (step, cursor) => ({
      deliveryUpdated: { cursor, sequence: step.sequence, step, delivery: await current() },
    }),
  });
}
