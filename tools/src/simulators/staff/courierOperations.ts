import { z } from 'zod';
import { mutation, query, subscription } from '../../client/index.ts';

const point = z.object({ latitude: z.number(), longitude: z.number() });
const place = z.object({ location: point });

const delivery = z.object({
  id: z.string(),
  status: z.string(),
  handover: z.enum(['CODE', 'LEFT_AT_DOOR']),
  pickup: place,
  dropoff: place,
});
/** A delivery as its courier sees it. */
export type CarriedDelivery = z.infer<typeof delivery>;

export const courierMe = query()(
  `query CourierMe {
    courierMe { displayName isOnShift position { location { latitude longitude } } }
  }`,
  z.object({
    courierMe: z
      .object({ displayName: z.string(), isOnShift: z.boolean(), position: place.nullable() })
      .nullable(),
  }),
);

export const myDeliveries = query()(
  `query MyDeliveries {
    myDeliveries {
      id status handover
      pickup { location { latitude longitude } } dropoff { location { latitude longitude } }
    }
  }`,
  z.object({ myDeliveries: z.array(delivery) }),
);

export const deliveryOffers = subscription()(
  `subscription DeliveryOffers { deliveryOffers { isSnapshot offers { id } } }`,
  z.object({ deliveryOffers: z.object({ offers: z.array(z.object({ id: z.string() })) }) }),
);

interface OfDelivery {
  readonly [name: string]: unknown;
  readonly deliveryId: string;
}

export const shiftStart = mutation<{ location: z.infer<typeof point> }>()(
  `mutation ShiftStart($location: LocationInput!) {
    shiftStart(location: $location) { courier { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const deliveryOfferAccept = mutation<{ offerId: string }>()(
  `mutation DeliveryOfferAccept($offerId: ID!) {
    deliveryOfferAccept(offerId: $offerId) { delivery { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const deliveryArrivedAtStore = mutation<OfDelivery>()(
  `mutation DeliveryArrivedAtStore($deliveryId: ID!) {
    deliveryArrivedAtStore(deliveryId: $deliveryId) { delivery { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const deliveryPickedUp = mutation<OfDelivery>()(
  `mutation DeliveryPickedUp($deliveryId: ID!) {
    deliveryPickedUp(deliveryId: $deliveryId) { delivery { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const deliveryComplete = mutation<OfDelivery>()(
  `mutation DeliveryComplete($deliveryId: ID!) {
    deliveryComplete(deliveryId: $deliveryId) { delivery { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const deliveryReturned = mutation<OfDelivery>()(
  `mutation DeliveryReturned($deliveryId: ID!) {
    deliveryReturned(deliveryId: $deliveryId) { delivery { id } userErrors { ...Refusal } }
  }`,
  z.object({}),
);

export const courierPositionReport = mutation<{ input: { location: z.infer<typeof point>; at: string } }>()(
  `mutation CourierPositionReport($input: CourierPositionInput!) {
    courierPositionReport(input: $input) { isAccepted userErrors { ...Refusal } }
  }`,
  z.object({ isAccepted: z.boolean() }),
);
