import type { Resolvers } from '../generated/graphql.ts';
import { courierPosition } from './courierPosition.ts';
import { deliveryOffers } from './deliveryOffers.ts';
import { deliveryUpdated } from './deliveryUpdated.ts';

export const subscriptions: Resolvers['Subscription'] = {
  deliveryUpdated: { subscribe: (_, args, context) => deliveryUpdated(args, context) },
  courierPosition: { subscribe: (_, args, context) => courierPosition(args, context) },
  deliveryOffers: { subscribe: (_, __, context) => deliveryOffers(context) },
};
