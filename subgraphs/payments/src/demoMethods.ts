import { demoCustomer, demoPaymentMethods } from '@nakku/demo';
import type { SqlExecutor } from '@nakku/platform';
import { addMethod } from './store/changeMethods.ts';
import { methodsByIds } from './store/methods.ts';

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
export async function seedDemoMethods(db: SqlExecutor): Promise<number> {
  const known = new Set((await methodsByIds(db, Object.values(demoPaymentMethods))).map(({ id }) => id));
  const missing = demoMethods.filter(({ id }) => !known.has(id));
  for (const method of missing) {
    await addMethod(db, { ...method, customerId: demoCustomer.userId, isDefault: method.kind === 'CARD' });
  }
  return missing.length;
}
