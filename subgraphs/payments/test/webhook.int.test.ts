import { signatureOf } from '@nakku/tools/payment-provider';
import { eventually } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startPaymentsHarness, WEBHOOK_SECRET } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness({ webhooks: false });
});
afterAll(() => w.stop());

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

function eventText(
  o: { id?: string; type?: string; attemptId?: string | null; status?: string; ref?: string } = {},
) {
  const metadata = o.attemptId == null ? {} : { attempt_id: o.attemptId, order_id: v7() };
  const intent = {
    id: o.ref ?? 'pi_stranger',
    object: 'payment_intent',
    amount: 2_500,
    amount_received: 0,
    currency: 'eur',
    created: nowSeconds(),
    status: o.status ?? 'requires_capture',
    metadata,
  };
  const type = o.type ?? 'payment_intent.amount_capturable_updated';
  return JSON.stringify({ id: o.id ?? `evt_${v7()}`, object: 'event', type, data: { object: intent } });
}

async function post(
  body: string,
  signature = signatureOf(body, WEBHOOK_SECRET, nowSeconds()),
): Promise<number> {
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
  const answer = await fetch(w.service.webhookUrl, { method: 'POST', headers, body });
  return answer.status;
}

async function recorded(): Promise<unknown[]> {
  const { rows } = await w.pool.query(
    'SELECT id, type, outcome FROM provider_events ORDER BY received_at, id',
  );
  return rows;
}

test('a forged, stale or unsigned webhook is refused and leaves nothing', async () => {
  const body = eventText();
  expect(await post(body, signatureOf(body, 'whsec_other', nowSeconds()))).toBe(400);
  expect(await post(body, signatureOf(body, WEBHOOK_SECRET, nowSeconds() - 301))).toBe(400);
  expect(await post(body, signatureOf(`${body} `, WEBHOOK_SECRET, nowSeconds()))).toBe(400);
  expect(await post(body, '')).toBe(400);
  expect(await post('not json')).toBe(400);
  expect(await recorded()).toEqual([]);
});

test('a body above the limit is refused', async () => {
  expect(await post('x'.repeat(65_537))).toBe(413);
});

test('the public port has nothing but the webhook', async () => {
  const { origin } = new URL(w.service.webhookUrl);
  for (const path of ['/', '/graphql', '/metrics', '/health']) {
    expect((await fetch(origin + path)).status).toBe(404);
  }
  expect((await fetch(w.service.webhookUrl)).status).toBe(405);
});

test('a webhook about an unknown intent, or of another kind, is answered 200 and recorded once', async () => {
  const [strange, other] = [`evt_${v7()}`, `evt_${v7()}`];
  const body = eventText({ id: strange, attemptId: v7() });
  expect(await post(body)).toBe(200);
  expect(await post(body)).toBe(200);
  expect(await post(eventText({ id: other, type: 'customer.created' }))).toBe(200);
  expect(await recorded()).toEqual([
    { id: strange, type: 'payment_intent.amount_capturable_updated', outcome: 'UNKNOWN_INTENT' },
    { id: other, type: 'customer.created', outcome: 'IGNORED' },
  ]);
});

test('an older state never moves a payment back', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  const captured = await w.reaches(caller, order.orderId, 'CAPTURED');
  const { rows } = await w.pool.query<{ id: string; ref: string }>(
    `SELECT a.id, a.provider_ref AS ref FROM payment_attempts a JOIN payments p ON p.id = a.payment_id WHERE p.order_id = $1`,
    [order.orderId],
  );
  const [attempt] = rows;
  for (const status of ['requires_capture', 'requires_action', 'requires_payment_method', 'canceled']) {
    expect(await post(eventText({ attemptId: attempt?.id ?? '', ref: attempt?.ref ?? '', status }))).toBe(
      200,
    );
  }
  expect(await w.payment(caller, order.orderId)).toEqual(captured);
});

test('a hold that a late webhook tells of, for an order that is over, is voided', async () => {
  const { caller, order } = await w.reserved('pm_card_authenticationRequired');
  await w.reaches(caller, order.orderId, 'ACTION_REQUIRED');
  w.provider.sendWebhooksTo({ url: w.service.webhookUrl, secret: WEBHOOK_SECRET });
  await order.cancelled();
  await w.reaches(caller, order.orderId, 'VOIDED');
  await eventually(() => expect(w.atProvider(order.orderId).openHolds).toBe(0));
});
