import { demoCustomer, demoPaymentMethods } from '@nakku/demo';
import type { Transaction } from '@nakku/platform';
import { savePaymentMethod } from '../app/savePaymentMethod.ts';
import type { Tx } from '../store/database.ts';
import { methodsByIds } from '../store/paymentMethods.ts';

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
export async function seedDemoMethods(tx: Pick<Transaction<Tx>, 'db' | 'emit'>): Promise<number> {
  const known = new Set((await methodsByIds(tx.db, Object.values(demoPaymentMethods))).map(({ id }) => id));
  const missing = demoMethods.filter(({ id }) => !known.has(id));
  for (const method of missing) {
    const isDefault = method.kind === 'CARD';
    const customerId = demoCustomer.userId;
    await savePaymentMethod(tx, { ...method, customerId, isDefault }, new Date());
  }
  return missing.length;
}
