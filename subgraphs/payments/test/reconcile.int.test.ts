import { eventually } from '@nakku/testkit';
import Stripe from 'stripe';
import { v7 } from 'uuid';
import { reportOnPayments } from '../src/commands/reconciliationReport.ts';
import { nothing, SECRET_KEY, startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
let stripe: Stripe;
beforeAll(async () => {
  w = await startPaymentsHarness({ webhooks: false });
  const { port } = w.provider;
  stripe = new Stripe(SECRET_KEY, { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
});
afterAll(() => w.stop());

const report = () =>
  reportOnPayments({
    databaseUrl: w.world.databaseUrl,
    provider: { host: '127.0.0.1', port: w.provider.port, protocol: 'http', secretKey: SECRET_KEY },
  });
const differences = async () => (await report()).differences;

const hold = (metadata: Record<string, string>) =>
  stripe.paymentIntents.create({
    amount: 900,
    currency: 'eur',
    payment_method: 'pm_card_visa',
    confirm: true,
    capture_method: 'manual',
    metadata,
  });

test('orders at rest agree with the provider', async () => {
  const taken = await w.reserved('pm_card_visa');
  const cancelled = await w.reserved('pm_card_visa');
  const waiting = await w.reserved('pm_card_authenticationRequired');
  await w.reserved('pm_card_chargeDeclined');
  await w.reaches(taken.caller, taken.order.orderId, 'AUTHORIZED');
  await taken.order.completed(2_000);
  await cancelled.order.cancelled();
  await w.reaches(taken.caller, taken.order.orderId, 'CAPTURED');
  await w.reaches(cancelled.caller, cancelled.order.orderId, 'VOIDED');
  await w.reaches(waiting.caller, waiting.order.orderId, 'ACTION_REQUIRED');
  expect(await report()).toEqual({ differences: [], overdueOrderIds: [] });
});

test('a hold that names an order of ours and that no attempt knows is told and voided', async () => {
  const orderId = v7();
  const stray = await hold({ order_id: orderId, attempt_id: v7() });
  expect(await differences()).toEqual([
    { kind: 'UNKNOWN_INTENT', intentRef: stray.id, orderId, detail: 'AUTHORIZED 900 EUR' },
  ]);
  await eventually(
    async () => expect((await stripe.paymentIntents.retrieve(stray.id)).status).toBe('canceled'),
    {
      timeoutMs: 15_000,
    },
  );
  expect(w.atProvider(orderId)).toEqual({ ...nothing, authorised: 900 });
  expect(await differences()).toEqual([]);
});

test('a hold of an attempt that was called off is found at the provider and voided', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.cancelled();
  await w.reaches(caller, order.orderId, 'VOIDED');
  // As if an answer, its webhook and its void had all been lost with a restored database.
  const { rows } = await w.pool.query<{ id: string }>(
    `UPDATE payment_attempts a SET hold = 'NONE', provider_ref = NULL FROM payments p
     WHERE p.id = a.payment_id AND p.order_id = $1 RETURNING a.id::text`,
    [order.orderId],
  );
  const stray = await hold({ order_id: order.orderId, attempt_id: rows[0]?.id ?? '' });
  await eventually(
    async () => expect((await stripe.paymentIntents.retrieve(stray.id)).status).toBe('canceled'),
    {
      timeoutMs: 15_000,
    },
  );
});

test('money that only one side knows of is told', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  const { rows } = await w.pool.query<{ ref: string }>(
    `SELECT a.provider_ref AS ref FROM payment_attempts a JOIN payments p ON p.id = a.payment_id WHERE p.order_id = $1`,
    [order.orderId],
  );
  const ref = rows[0]?.ref ?? '';
  await stripe.paymentIntents.capture(ref, { amount_to_capture: 2_500 });
  expect(await differences()).toEqual([
    {
      kind: 'CAPTURE_DIFFERS',
      intentRef: ref,
      orderId: order.orderId,
      detail: 'it is CAPTURED, our attempt is AUTHORIZED',
    },
  ]);
  // The next run of the reconciler believes the provider.
  await w.reaches(caller, order.orderId, 'CAPTURED', 15_000);
  expect(await differences()).toEqual([]);
});
