import { eventually } from '@nakku/testkit';
import { nothing, startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness();
});
afterAll(() => w.stop());
afterEach(() => w.provider.setFaults({}));

async function waiting() {
  const placed = await w.reserved('pm_card_authenticationRequired');
  const payment = await w.reaches(placed.caller, placed.order.orderId, 'ACTION_REQUIRED');
  const { redirectUrl } = payment.nextAction as { redirectUrl: string };
  return { ...placed, payment, redirectUrl };
}

async function complete(redirectUrl: string, outcome: 'complete' | 'fail'): Promise<string> {
  const response = await fetch(redirectUrl, { method: 'POST', body: new URLSearchParams({ outcome }) });
  expect(response.status).toBe(200);
  return response.text();
}

test('3-D Secure: the customer completes it at the bank', async () => {
  const { caller, order, payment, redirectUrl } = await waiting();
  expect(payment).toMatchObject({ version: 3, attempts: [{ number: 1, status: 'ACTION_REQUIRED' }] });
  expect(w.atProvider(order.orderId)).toEqual(nothing);
  expect(await (await fetch(redirectUrl)).text()).toContain('Pay 25.00 EUR?');
  await complete(redirectUrl, 'complete');
  const authorized = await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect(authorized).toMatchObject({ version: 4, nextAction: null });
  expect(await complete(redirectUrl, 'fail')).toContain('settled before');
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
});

test('3-D Secure: the customer fails, and pays with another card', async () => {
  const { caller, order, redirectUrl } = await waiting();
  await complete(redirectUrl, 'fail');
  const failed = await w.reaches(caller, order.orderId, 'FAILED');
  expect(failed).toMatchObject({ attempts: [{ status: 'FAILED', failureReason: 'AUTHENTICATION_FAILED' }] });
});

test('3-D Secure: without any webhook the reconciler finds out', async () => {
  const { caller, order, redirectUrl } = await waiting();
  w.provider.setFaults({ webhookDropRate: 1 });
  await complete(redirectUrl, 'complete');
  await w.reaches(caller, order.orderId, 'AUTHORIZED', 15_000);
});

test('3-D Secure: a cancelled order closes the page', async () => {
  const { caller, order, redirectUrl } = await waiting();
  await order.cancelled();
  expect(await w.reaches(caller, order.orderId, 'VOIDED')).toMatchObject({ nextAction: null });
  expect(await complete(redirectUrl, 'complete')).toContain('settled before');
  expect(w.atProvider(order.orderId)).toEqual(nothing);
});

test('3-D Secure: completed at the very moment of the cancel, the hold goes back', async () => {
  const { caller, order, redirectUrl } = await waiting();
  await Promise.all([order.cancelled(), complete(redirectUrl, 'complete')]);
  await w.reaches(caller, order.orderId, 'VOIDED');
  await eventually(() => expect(w.atProvider(order.orderId)).toMatchObject({ openHolds: 0, captured: 0 }));
});

test('the page opens for whoever has its address only', async () => {
  const { redirectUrl } = await waiting();
  const url = new URL(redirectUrl);
  url.searchParams.set('client_secret', 'guessed');
  expect((await fetch(url)).status).toBe(404);
});
