import type { z } from 'zod';
import { cart } from './cart.ts';
import { delivery } from './delivery.ts';
import { inventory, reservations } from './inventory.ts';
import { locations } from './locations.ts';
import { notifications } from './notifications.ts';
import { orders } from './orders.ts';
import { paymentMethods } from './paymentMethods.ts';
import { payments } from './payments.ts';
import { products } from './products.ts';
import { userContacts } from './userContacts.ts';
import { users } from './users.ts';

/** Every event type of Nakku with its topic, version and data. */
export const contracts = {
  ...users,
  ...userContacts,
  ...products,
  ...inventory,
  ...reservations,
  ...cart,
  ...orders,
  ...payments,
  ...paymentMethods,
  ...delivery,
  ...locations,
  ...notifications,
};

export type EventType = keyof typeof contracts;
/** The data of an event of type `Type`, as published. */
export type EventData<Type extends EventType> = z.infer<(typeof contracts)[Type]['data']>;
