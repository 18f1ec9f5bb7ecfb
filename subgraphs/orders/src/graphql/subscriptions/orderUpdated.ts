import { idInput, requireUser, resumable } from '@nakku/graphql-kit';
import { orderChannel } from '../../events/channels.ts';
import type { SubscriptionResolvers } from '../../generated/graphql.ts';
import { ordersById } from '../../store/orderQueries.ts';
import { latestStep, stepsAfter } from '../../store/steps.ts';
import type { StoredStep } from '../../store/steps.ts';
import { visibleTo } from '../access.ts';
import type { OrderUpdatePayload } from '../types/orderUpdate.ts';

/** One order's history, live. Access is checked again before every step: a courier's ends with the delivery. */
export const orderUpdated: SubscriptionResolvers['orderUpdated'] = {
  subscribe(_, { orderId, after }, { caller, deps: { db, live, liveReads, poll } }) {
    requireUser(caller);
    const parsed = idInput.safeParse(orderId);
    const id = parsed.success ? parsed.data : orderId;
    return resumable<StoredStep, { orderUpdated: OrderUpdatePayload }>({
      stream: `order:${id}`,
      channel: orderChannel(id),
      live,
      poll,
      after: after ?? null,
      latest: async () => (parsed.success ? latestStep(db, id) : null),
      latestSequence: (maxAgeMs) => liveReads.sequences.read(id, maxAgeMs),
      history: (sequence, limit) => stepsAfter(db, id, sequence, limit),
      mayFollow: async () => {
        const [order] = await ordersById(db, [id]);
        return visibleTo(caller, order ?? null) !== null;
      },
      payload: (step, cursor) => ({ orderUpdated: { cursor, step } }),
    });
  },
};
