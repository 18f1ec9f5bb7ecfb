import { requireScope, snapshotThenLive } from '@nakku/graphql-kit';
import { GraphQLError } from 'graphql';
import type { Offer } from '../../domain/offer.ts';
import { channels } from '../../events/channels.ts';
import type { SubscriptionResolvers } from '../../generated/graphql.ts';
import { courierOfCaller } from '../access.ts';

interface DeliveryOffersPayload {
  readonly isSnapshot: boolean;
  readonly offers: Offer[];
}

/** What is offered to the caller as a courier: all open offers with each message, whenever they changed. */
export const deliveryOffers = {
  async subscribe(_, __, context) {
    const { deps } = context;
    requireScope(context.caller, 'deliveries:read');
    const courier = await courierOfCaller(context);
    if (!courier) throw new GraphQLError('You are not a courier.', { extensions: { code: 'NOT_FOUND' } });
    return snapshotThenLive<string, { deliveryOffers: DeliveryOffersPayload }>({
      channels: [channels.offers(courier.courierId)],
      live: deps.live,
      poll: deps.poll,
      mayFollow: () => true,
      async read(previous, maxAgeMs) {
        const offers = (await deps.liveReads.offers.read(courier.courierId, maxAgeMs)) ?? [];
        const state = offers.map(({ offerId }) => offerId).join();
        const payload = { deliveryOffers: { isSnapshot: previous === null, offers } };
        return { state, payload: state === previous ? null : payload };
      },
    });
  },
} satisfies SubscriptionResolvers['deliveryOffers'];
