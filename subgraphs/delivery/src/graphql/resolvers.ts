import type { Resolvers } from '../generated/graphql.ts';
import { courierCreate } from './mutations/courierCreate.ts';
import { courierDeactivate } from './mutations/courierDeactivate.ts';
import { courierPositionReport } from './mutations/courierPositionReport.ts';
import { courierReactivate } from './mutations/courierReactivate.ts';
import { courierUpdate } from './mutations/courierUpdate.ts';
import { deliveryArrivedAtStore } from './mutations/deliveryArrivedAtStore.ts';
import { deliveryComplete } from './mutations/deliveryComplete.ts';
import { deliveryCompleteByStaff } from './mutations/deliveryCompleteByStaff.ts';
import { deliveryCustomerAbsent } from './mutations/deliveryCustomerAbsent.ts';
import { deliveryFail } from './mutations/deliveryFail.ts';
import { deliveryOfferAccept } from './mutations/deliveryOfferAccept.ts';
import { deliveryOfferDecline } from './mutations/deliveryOfferDecline.ts';
import { deliveryPickedUp } from './mutations/deliveryPickedUp.ts';
import { deliveryReturned } from './mutations/deliveryReturned.ts';
import { shiftEnd } from './mutations/shiftEnd.ts';
import { shiftStart } from './mutations/shiftStart.ts';
import { courierChanges } from './queries/courierChanges.ts';
import { courierMe } from './queries/courierMe.ts';
import { couriers } from './queries/couriers.ts';
import { deliveries } from './queries/deliveries.ts';
import { delivery } from './queries/delivery.ts';
import { myDeliveries } from './queries/myDeliveries.ts';
import { myDeliveryOffers } from './queries/myDeliveryOffers.ts';
import { courierPosition } from './subscriptions/courierPosition.ts';
import { deliveryOffers } from './subscriptions/deliveryOffers.ts';
import { deliveryUpdated } from './subscriptions/deliveryUpdated.ts';
import { courierType } from './types/courier.ts';
import { courierChangeType } from './types/courierChange.ts';
import { deliveryType } from './types/delivery.ts';
import { deliveryOfferType } from './types/deliveryOffer.ts';
import { deliveryStepType } from './types/deliveryStep.ts';
import { orderType } from './types/order.ts';

export const resolvers = {
  Query: { courierMe, courierChanges, couriers, deliveries, delivery, myDeliveries, myDeliveryOffers },
  Mutation: {
    courierCreate,
    courierUpdate,
    courierDeactivate,
    courierReactivate,
    shiftStart,
    shiftEnd,
    deliveryOfferAccept,
    deliveryOfferDecline,
    deliveryArrivedAtStore,
    deliveryPickedUp,
    deliveryComplete,
    deliveryCompleteByStaff,
    deliveryCustomerAbsent,
    deliveryFail,
    deliveryReturned,
    courierPositionReport,
  },
  Subscription: { courierPosition, deliveryOffers, deliveryUpdated },
  Courier: courierType,
  CourierChange: courierChangeType,
  Delivery: deliveryType,
  DeliveryOffer: deliveryOfferType,
  DeliveryStep: deliveryStepType,
  Order: orderType,
} satisfies Resolvers;
