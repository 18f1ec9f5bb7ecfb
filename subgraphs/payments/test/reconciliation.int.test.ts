import type { Caller } from '@nakku/identity';
import { admin, anonymous, customer, eventually, operator } from '@nakku/testkit';
import Stripe from 'stripe';
import { v7 } from 'uuid';
import { SECRET_KEY, startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

const RECONCILIATION = `query ($hours: Int! = 24) {
  paymentsReconciliation(hours: $hours) { service isComplete differences { kind key detail } } }`;
const agreement = { service: 'payments', isComplete: true, differences: [] };
const olga = admin();
let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness({ webhooks: false });
});
afterAll(() => w.stop());

async function compared(hours = 24, caller: Caller = olga) {
  const { data, errors } = await w.client.query(RECONCILIATION, { hours }, caller);
  return { found: data?.paymentsReconciliation, codes: errors?.map(({ extensions }) => extensions?.code) };
}

test('an order at rest agrees with the provider', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect(await compared()).toEqual({ found: agreement, codes: undefined });
});

test('money that only the provider knows of is told, as often as it is asked, and nothing is changed', async () => {
  const { port } = w.provider;
  const stripe = new Stripe(SECRET_KEY, { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
  // It names no order, so the service lets it be.
  const intent = await stripe.paymentIntents.create({
    amount: 900,
    currency: 'eur',
    payment_method: 'pm_card_visa',
    confirm: true,
    capture_method: 'manual',
  });
  const difference = { kind: 'UNKNOWN_INTENT', key: intent.id, detail: 'AUTHORIZED 900 EUR' };
  for (let twice = 0; twice < 2; twice += 1) {
    expect((await compared()).found).toEqual({ ...agreement, differences: [difference] });
  }
  expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_capture');
  await stripe.paymentIntents.cancel(intent.id);
  expect((await compared()).found).toEqual(agreement);
});

test('while the provider is away it says so, and answers again afterwards', async () => {
  w.provider.setFaults({ unavailableRate: 1 });
  expect(await compared()).toEqual({ found: null, codes: ['SERVICE_UNAVAILABLE'] });
  w.provider.setFaults({});
  await eventually(async () => expect((await compared()).found).toEqual(agreement));
});

test.each([0, -1, 8_761])('%s hours are no time to look back', async (hours) => {
  expect(await compared(hours)).toEqual({ found: null, codes: ['BAD_USER_INPUT'] });
});

test.each([
  ['a guest', anonymous(), 'UNAUTHENTICATED'],
  ['a customer', customer(), 'FORBIDDEN'],
  ['an operator of a store', operator([v7()]), 'FORBIDDEN'],
])('%s is refused', async (_, caller, code) => {
  expect(await compared(24, caller)).toEqual({ found: null, codes: [code] });
});
