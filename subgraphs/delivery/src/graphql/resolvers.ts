import type { Resolvers } from '../generated/graphql.ts';
import { courierCreate } from './mutations/courierCreate.ts';
import { courierPositionReport } from './mutations/courierPositionReport.ts';
import { deliveryArrivedAtStore } from './mutations/deliveryArrivedAtStore.ts';
import { deliveryComplete } from './mutations/deliveryComplete.ts';
import { deliveryCompleteByStaff } from './mutations/deliveryCompleteByStaff.ts';
import { deliveryFail } from './mutations/deliveryFail.ts';
import { deliveryOfferAccept } from './mutations/deliveryOfferAccept.ts';
import { deliveryOfferDecline } from './mutations/deliveryOfferDecline.ts';
import { deliveryPickedUp } from './mutations/deliveryPickedUp.ts';
import { deliveryReturned } from './mutations/deliveryReturned.ts';
import { shiftEnd } from './mutations/shiftEnd.ts';
import { shiftStart } from './mutations/shiftStart.ts';
import { queries } from './queries.ts';
import { subscriptions } from './subscriptions.ts';
import { courier, delivery, deliveryOffer, order } from './types.ts';

export const resolvers: Resolvers = {
  Query: queries,
  Mutation: {
    courierCreate,
    shiftStart,
    shiftEnd,
    deliveryOfferAccept,
    deliveryOfferDecline,
    deliveryArrivedAtStore,
    deliveryPickedUp,
    deliveryComplete,
    deliveryCompleteByStaff,
    deliveryFail,
    deliveryReturned,
    courierPositionReport,
  },
  Subscription: subscriptions,
  Delivery: delivery,
  Courier: courier,
  DeliveryOffer: deliveryOffer,
  Order: order,
};
