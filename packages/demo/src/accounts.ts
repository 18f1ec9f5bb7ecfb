import { demoId } from './ids.ts';
import { demoStores } from './stores.ts';

/** One password for all demo accounts; they exist in seeded shops only, never in production. */
export const DEMO_PASSWORD = 'nakku-demo-2026';

type DemoRole = 'customer' | 'courier' | 'store_operator' | 'admin';

export interface DemoAccount {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly DemoRole[];
  readonly storeIds: readonly string[];
}

function account(
  name: string,
  fullName: string,
  role: DemoRole,
  storeIds: readonly string[] = [],
): DemoAccount {
  return {
    userId: demoId('user', name),
    email: `${name}@nakku.example`,
    name: fullName,
    // Everybody may shop, whatever else they do.
    roles: role === 'customer' ? ['customer'] : ['customer', role],
    storeIds,
  };
}

/** How many couriers the demo shop has; each carries up to `COURIER_CAPACITY` orders. */
const COURIERS = ['carlos', 'dana', 'emre', 'fatima', 'goran', 'hanna', 'ivan', 'jana'];

export const demoCustomer = account('customer', 'Carla Customer', 'customer');
export const demoAdmin = account('admin', 'Ada Admin', 'admin');
/** Operates both demo stores. */
export const demoOperator = account(
  'store',
  'Stefan Store',
  'store_operator',
  demoStores.map((store) => store.storeId),
);
export const demoCouriers = COURIERS.map((name) =>
  account(`courier-${name}`, `${name.charAt(0).toUpperCase()}${name.slice(1)} Courier`, 'courier'),
);

export const demoAccounts: readonly DemoAccount[] = [demoCustomer, demoOperator, demoAdmin, ...demoCouriers];

/** Where the demo customer lives: within reach of Nakku Mitte. */
export const demoAddress = {
  addressId: demoId('address', 'customer-home'),
  label: 'Home',
  lines: ['Rosenthaler Straße 40', '3rd floor'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude: 52.5242, longitude: 13.4022 },
  instructions: 'Second courtyard, left staircase.',
};

/** Payment methods of the demo customer. */
export const demoPaymentMethods = {
  card: demoId('method', 'customer-card'),
  cash: demoId('method', 'customer-cash'),
};
