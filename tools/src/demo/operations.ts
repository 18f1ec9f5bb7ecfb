import { z } from 'zod';
import { query, subscription } from '../client/index.ts';

const money = z.object({ amount: z.number(), currency: z.string() });
export type Money = z.infer<typeof money>;
const named = z.object({ name: z.string() }).nullable();

const product = z.object({
  id: z.string(),
  name: z.string(),
  packaging: z.string(),
  price: money,
  category: z.object({ id: z.string(), name: z.string() }),
  availability: z.object({ available: z.number(), inStock: z.boolean() }).nullable(),
});
/** A product of the shop with what the store has of it. */
export type DemoProduct = z.infer<typeof product>;

export const servingStores = query<{ location: { latitude: number; longitude: number } }>()(
  `query ServingStores($location: LocationInput!) { storesServing(location: $location) { id name } }`,
  z.object({ storesServing: z.array(z.object({ id: z.string(), name: z.string() })) }),
);

export const lookAround = query<{ search: string; storeId: string }>()(
  `query LookAround($search: String!, $storeId: ID!) {
    products(search: $search, first: 10) {
      edges { node {
        id name packaging price { amount currency } category { id name }
        availability(storeId: $storeId) { available inStock }
      } }
    }
  }`,
  z.object({ products: z.object({ edges: z.array(z.object({ node: product })) }) }),
);

export const homeAndCard = query()(
  `query HomeAndCard {
    me { name addresses { id isDefault address { lines city location { latitude longitude } } } }
    paymentMethods { id kind label }
  }`,
  z.object({
    me: z.object({
      name: z.string().nullable(),
      addresses: z.array(
        z.object({
          id: z.string(),
          isDefault: z.boolean(),
          address: z.object({
            lines: z.array(z.string()),
            city: z.string(),
            location: z.object({ latitude: z.number(), longitude: z.number() }),
          }),
        }),
      ),
    }),
    paymentMethods: z.array(z.object({ id: z.string(), kind: z.string(), label: z.string() })),
  }),
);

const tracked = z.object({
  cursor: z.string(),
  sequence: z.number(),
  step: z.object({
    kind: z.string(),
    status: z.string(),
    at: z.coerce.date(),
    detail: z.string().nullable(),
  }),
  order: z.object({
    number: z.string(),
    eta: z.coerce.date().nullable(),
    cancelReason: z.string().nullable(),
    totals: z.object({ total: money }),
    customer: named,
    store: named,
    lines: z.array(
      z.object({
        name: z.string(),
        quantity: z.number(),
        product: product.pick({ availability: true, price: true }).extend({ name: z.string() }).nullable(),
      }),
    ),
    payment: z.object({ status: z.string(), method: z.object({ label: z.string() }).nullable() }).nullable(),
    delivery: z
      .object({
        status: z.string(),
        courier: z
          .object({
            displayName: z.string(),
            vehicle: z.string(),
            position: z
              .object({ location: z.object({ latitude: z.number(), longitude: z.number() }) })
              .nullable(),
          })
          .nullable(),
        dropoff: z.object({ location: z.object({ latitude: z.number(), longitude: z.number() }) }),
      })
      .nullable(),
  }),
});
/** One pushed message: what happened, and the order with data of six subgraphs. */
export type Tracked = z.infer<typeof tracked>;

export const trackOrder = subscription<{ orderId: string; storeId: string }>()(
  `subscription TrackOrder($orderId: ID!, $storeId: ID!, $after: Cursor) {
    orderUpdated(orderId: $orderId, after: $after) {
      cursor sequence step { kind status at detail }
      order {
        number eta cancelReason totals { total { amount currency } }
        customer { name }
        store { name }
        lines {
          name quantity
          product { name price { amount currency } availability(storeId: $storeId) { available inStock } }
        }
        payment { status method { label } }
        delivery {
          status dropoff { location { latitude longitude } }
          courier { displayName vehicle position { location { latitude longitude } } }
        }
      }
    }
  }`,
  z.object({ orderUpdated: tracked }),
);
