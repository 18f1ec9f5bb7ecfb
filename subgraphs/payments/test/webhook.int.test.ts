import { connect } from 'node:net';
import { signatureOf } from '@nakku/tools/payment-provider';
import { admin, captureEvents, eventually } from '@nakku/testkit';
import type { EventCapture } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startPaymentsHarness, WEBHOOK_SECRET } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
let capture: EventCapture;
beforeAll(async () => {
  w = await startPaymentsHarness({ webhooks: false });
  capture = await captureEvents(w.world.topicPrefix, ['payments']);
});
afterAll(async () => {
  await capture.stop();
  await w.stop();
});

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
  const response = await fetch(w.service.webhookUrl, { method: 'POST', headers, body });
  return response.status;
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
  expect(await post(body, signatureOf(body, WEBHOOK_SECRET, nowSeconds() + 330))).toBe(400);
  expect(await post(body, signatureOf(`${body} `, WEBHOOK_SECRET, nowSeconds()))).toBe(400);
  expect(await post(body, '')).toBe(400);
  expect(await post('not json')).toBe(400);
  expect(await recorded()).toEqual([]);
});

test('a body above the limit is refused', async () => {
  expect(await post('x'.repeat(65_537))).toBe(413);
});

test('the public port holds a bounded number of connections, and none that sends nothing', async () => {
  const { hostname, port } = new URL(w.service.webhookUrl);
  const sockets = Array.from({ length: 260 }, () =>
    connect(Number(port), hostname).on('error', () => undefined),
  );
  const open = (): number => sockets.filter((socket) => !socket.destroyed).length;
  for (const socket of sockets) socket.on('end', () => socket.destroy()).resume();
  await eventually(() => expect(open()).toBeLessThanOrEqual(200));
  await eventually(() => expect(open()).toBe(0), { timeoutMs: 15_000 });
  expect(await post('not json')).toBe(400);
}, 30_000);

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

/** An order that is paid, with the provider's name of its intent. */
async function captured() {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
  return { caller, order, ref: await refOf(order.orderId) };
}

async function refOf(orderId: string): Promise<string> {
  const { rows } = await w.pool.query<{ ref: string }>(
    `SELECT a.provider_ref AS ref FROM payment_attempts a JOIN payments p ON p.id = a.payment_id WHERE p.order_id = $1`,
    [orderId],
  );
  return rows[0]?.ref ?? '';
}

const eventOf = (type: string, object: Record<string, unknown>): string =>
  JSON.stringify({ id: `evt_${v7()}`, object: 'event', type, data: { object } });

async function alertsOf(orderId: string): Promise<unknown[]> {
  const { rows } = await w.pool.query(
    `SELECT l.kind, l.detail FROM payment_alerts l JOIN payments p ON p.id = l.payment_id WHERE p.order_id = $1 ORDER BY 1`,
    [orderId],
  );
  return rows;
}

test.each(['refund.failed', 'charge.refund.updated'])(
  '%s after the refund had succeeded: the money is the store’s again, and somebody is told once',
  async (type) => {
    const { caller, order, ref } = await captured();
    const { data } = await w.client.query(
      'mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) { refund { id } } }',
      { input: { orderId: order.orderId, amount: 700, reason: 'Broken', idempotencyKey: v7() } },
      admin(),
    );
    const refundId = String(data?.paymentRefund.refund.id);
    await w.reaches(caller, order.orderId, 'PARTIALLY_REFUNDED');
    const refund = {
      id: 're_elsewhere',
      object: 'refund',
      amount: 700,
      currency: 'eur',
      status: 'failed',
      payment_intent: ref,
      metadata: { refund_id: refundId },
    };
    for (let twice = 0; twice < 2; twice += 1) expect(await post(eventOf(type, refund))).toBe(200);
    expect(await w.payment(caller, order.orderId)).toMatchObject({
      status: 'CAPTURED',
      refundedTotal: { amount: 0 },
      refunds: [{ id: refundId, status: 'FAILED' }],
    });
    expect(await alertsOf(order.orderId)).toEqual([
      { kind: 'REFUND_FAILED', detail: `refund ${refundId} of 7.00 EUR failed` },
    ]);
    const metrics = await (await fetch(`${w.service.internalUrl}/metrics`)).text();
    expect(metrics).toContain('payment_alerts_total{service="payments",kind="REFUND_FAILED"}');
    const published = await eventually(() => {
      const found = capture.of('payment.refund_failed').filter(({ key }) => key === order.orderId);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(published[0]).toMatchObject({ data: { refundId, refundAmount: 700, refundedTotal: 0 } });
  },
);

test('a dispute is recorded, told once, and ends as the bank decides', async () => {
  const { order, ref } = await captured();
  const dispute = (status: string) => ({
    id: `dp_${ref}`,
    object: 'dispute',
    amount: 2_500,
    currency: 'eur',
    status,
    reason: 'fraudulent',
    payment_intent: ref,
  });
  const recordedDisputes = async () =>
    (
      await w.pool.query(
        `SELECT d.status, d.reason, d.amount FROM payment_disputes d JOIN payments p ON p.id = d.payment_id WHERE p.order_id = $1`,
        [order.orderId],
      )
    ).rows;
  expect(await post(eventOf('charge.dispute.created', dispute('needs_response')))).toBe(200);
  expect(await post(eventOf('charge.dispute.updated', dispute('under_review')))).toBe(200);
  expect(await recordedDisputes()).toEqual([{ status: 'OPEN', reason: 'fraudulent', amount: '2500' }]);
  expect(await post(eventOf('charge.dispute.closed', dispute('lost')))).toBe(200);
  // A late event does not open it again.
  expect(await post(eventOf('charge.dispute.updated', dispute('under_review')))).toBe(200);
  expect(await recordedDisputes()).toEqual([{ status: 'LOST', reason: 'fraudulent', amount: '2500' }]);
  expect(await alertsOf(order.orderId)).toEqual([
    { kind: 'DISPUTED', detail: `dispute dp_${ref} of 2500 EUR: fraudulent` },
  ]);
  const published = await eventually(() => {
    const found = capture.of('payment.disputed').filter(({ key }) => key === order.orderId);
    expect(found).toHaveLength(2);
    return found;
  });
  expect(published.map(({ data }) => data)).toEqual([
    expect.objectContaining({ disputeId: `dp_${ref}`, disputeStatus: 'OPEN', disputedAmount: 2_500 }),
    expect.objectContaining({ disputeId: `dp_${ref}`, disputeStatus: 'LOST', disputedAmount: 2_500 }),
  ]);
  const stranger = { ...dispute('needs_response'), id: 'dp_stranger', payment_intent: 'pi_stranger' };
  expect(await post(eventOf('charge.dispute.created', stranger))).toBe(200);
});

test.each([
  ['amount', { amount: 2_499 }],
  ['currency', { currency: 'usd' }],
])('an event of another %s is not booked; somebody is told', async (_, other) => {
  const { caller, order } = await w.reserved('pm_card_authenticationRequired');
  const before = await w.reaches(caller, order.orderId, 'ACTION_REQUIRED');
  const { rows } = await w.pool.query<{ id: string }>(
    `SELECT a.id::text FROM payment_attempts a JOIN payments p ON p.id = a.payment_id WHERE p.order_id = $1`,
    [order.orderId],
  );
  const body = eventText({ attemptId: rows[0]?.id ?? '', ref: await refOf(order.orderId) });
  const event = JSON.parse(body);
  Object.assign(event.data.object, other);
  expect(await post(JSON.stringify(event))).toBe(200);
  expect(await w.payment(caller, order.orderId)).toEqual(before);
  expect(await alertsOf(order.orderId)).toMatchObject([{ kind: 'AMOUNT_MISMATCH' }]);
  const { rows: events } = await w.pool.query('SELECT outcome FROM provider_events WHERE id = $1', [
    event.id,
  ]);
  expect(events).toEqual([{ outcome: 'MISMATCH' }]);
});
