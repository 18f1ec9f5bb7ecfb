import { demoCustomer, demoPaymentMethods } from '@nakku/demo';
import type { Tx } from '../store/database.ts';
import { methodsByIds } from '../store/paymentMethods.ts';
import { insertMethod } from '../store/writePaymentMethods.ts';

/** A card (Stripe's test token, which needs no customer at the provider) and cash. */
const demoMethods = [
  {
    id: demoPaymentMethods.card,
    kind: 'CARD',
    card: { token: 'pm_card_visa', providerCustomer: null, brand: 'visa', last4: '4242' },
  },
  { id: demoPaymentMethods.cash, kind: 'CASH', card: null },
] as const;

/** Gives the demo customer what is missing of their payment methods; how many that were. */
export async function seedDemoMethods(tx: Tx): Promise<number> {
  const known = new Set((await methodsByIds(tx, Object.values(demoPaymentMethods))).map(({ id }) => id));
  const missing = demoMethods.filter(({ id }) => !known.has(id));
  for (const method of missing) {
    const isDefault = method.kind === 'CARD';
    await insertMethod(tx, { ...method, customerId: demoCustomer.userId, isDefault });
  }
  return missing.length;
}
