import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '@nakku/testkit';
import Stripe from 'stripe';
import { startPaymentProvider } from '../../src/simulators/payment-provider/index.ts';
import type { PaymentProvider, PaymentProviderOptions } from '../../src/simulators/payment-provider/index.ts';

const secretKey = 'sk_test_simulator';
const secret = 'whsec_simulator';
const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(
  o: Partial<PaymentProviderOptions> = {},
): Promise<{ provider: PaymentProvider; stripe: Stripe }> {
  const provider = await startPaymentProvider({ secretKey, ...o });
  ends.push(() => provider.stop());
  return { provider, stripe: sdk(provider) };
}

const sdk = ({ port }: PaymentProvider, key = secretKey): Stripe =>
  new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });

const pay = (more: Partial<Stripe.PaymentIntentCreateParams> = {}): Stripe.PaymentIntentCreateParams => ({
  amount: 1_000,
  currency: 'eur',
  payment_method: 'pm_card_visa',
  confirm: true,
  capture_method: 'manual',
  metadata: { order_id: 'order-1' },
  ...more,
});

/** A receiver of webhooks that refuses the first `refusals`. */
async function receiver(refusals = 0): Promise<{ url: string; events: Stripe.Event[] }> {
  const events: Stripe.Event[] = [];
  let left = refusals;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (left-- > 0) {
        response.writeHead(500).end();
        return;
      }
      const signature = String(request.headers['stripe-signature']);
      events.push(new Stripe(secretKey).webhooks.constructEvent(Buffer.concat(chunks), signature, secret));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/hook`, events };
}

test('hold, capture of a part, refund: the ledger adds up', async () => {
  const { provider, stripe } = await start();
  const held = await stripe.paymentIntents.create(pay());
  expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 1_000, amount_received: 0 });
  const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 600 });
  expect(taken).toMatchObject({ status: 'succeeded', amount_received: 600 });
  await stripe.refunds.create({ payment_intent: held.id, amount: 100 });
  expect(provider.summary()).toEqual({
    'order-1': { authorised: 1_000, captured: 600, captures: 1, refunded: 100, openHolds: 0, heldAmount: 0 },
  });
  await expect(stripe.refunds.create({ payment_intent: held.id, amount: 501 })).rejects.toMatchObject({
    statusCode: 400,
    code: 'amount_too_large',
  });
  await expect(stripe.paymentIntents.cancel(held.id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
    payment_intent: { status: 'succeeded' },
  });
});

test.each([
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
])('%s is declined as Stripe declines it', async (token, code, declineCode) => {
  const { provider, stripe } = await start();
  await expect(stripe.paymentIntents.create(pay({ payment_method: token }))).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code,
    decline_code: declineCode,
    payment_intent: { status: 'requires_payment_method', metadata: { order_id: 'order-1' } },
  });
  expect(provider.summary()).toEqual({});
});

test('a key is one effect; another body under it is refused; a second call at the same time too', async () => {
  const { provider, stripe } = await start();
  const key = { idempotencyKey: 'k-1' };
  const first = await stripe.paymentIntents.create(pay(), key);
  const second = await stripe.paymentIntents.create(pay(), key);
  expect(second.id).toBe(first.id);
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  await expect(stripe.paymentIntents.create(pay({ amount: 1_001 }), key)).rejects.toMatchObject({
    type: 'StripeIdempotencyError',
    statusCode: 400,
  });
  provider.setFaults({ latencyMs: { min: 100, max: 100 } });
  const both = await Promise.allSettled(
    [1, 2].map(() => stripe.paymentIntents.create(pay(), { idempotencyKey: 'k-2' })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find((one) => one.status === 'rejected')).toMatchObject({
    reason: { statusCode: 409, code: 'idempotency_key_in_use' },
  });
  expect(provider.summary()['order-1']).toMatchObject({ openHolds: 2 });
});

test('a declined card stays declined under its key', async () => {
  const { provider, stripe } = await start();
  const call = () =>
    stripe.paymentIntents.create(pay({ payment_method: 'pm_card_chargeDeclined' }), { idempotencyKey: 'k' });
  await expect(call()).rejects.toMatchObject({ statusCode: 402 });
  await expect(call()).rejects.toMatchObject({ statusCode: 402 });
  expect(provider.ledger().map(({ kind }) => kind)).toEqual(['declined']);
});

test('a lost response was executed; the same key tells what it was', async () => {
  const { provider, stripe } = await start({ faults: { lostResponses: 1 } });
  // By hand: the SDK itself repeats a call whose connection was cut.
  const lost = fetch(`${provider.url}/v1/customers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'idempotency-key': 'k' },
    body: '',
  });
  await expect(lost).rejects.toThrow('fetch failed');
  expect(provider.ledger().map(({ kind }) => kind)).toEqual(['customer_created']);
  const created = await stripe.customers.create({}, { idempotencyKey: 'k' });
  expect(created.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(provider.ledger()).toHaveLength(1);
});

test('what is kept survives a kill -9, a half-written line does not matter', async () => {
  const stateDirectory = mkdtempSync(path.join(tmpdir(), 'provider-'));
  ends.push(() => rmSync(stateDirectory, { recursive: true }));
  const before = await start({ stateDirectory });
  const held = await before.stripe.paymentIntents.create(pay(), { idempotencyKey: 'k' });
  appendFileSync(path.join(stateDirectory, 'ledger.jsonl'), '{"seq":99,"kind":"capt');

  // The first one is still open: it had no chance to say goodbye.
  const after = await start({ stateDirectory });
  expect(after.provider.summary()).toEqual(before.provider.summary());
  expect((await after.stripe.paymentIntents.create(pay(), { idempotencyKey: 'k' })).id).toBe(held.id);
  await after.stripe.paymentIntents.capture(held.id);
  const hook = await receiver();
  after.provider.sendWebhooksTo({ url: hook.url, secret });
  await eventually(() => expect(hook.events).toHaveLength(2));

  const last = await start({ stateDirectory });
  expect(last.provider.summary()['order-1']).toMatchObject({ captured: 1_000, captures: 1, openHolds: 0 });
  expect(last.provider.ledger().map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
    '1 authorized',
    '2 captured',
  ]);
});

test('webhooks are signed, repeated until they are taken, and may come twice', async () => {
  const hook = await receiver(2);
  const { stripe, provider } = await start({ webhook: { url: hook.url, secret } });
  const held = await stripe.paymentIntents.create(pay());
  await eventually(() => expect(hook.events).toHaveLength(1));
  expect(hook.events[0]).toMatchObject({
    type: 'payment_intent.amount_capturable_updated',
    data: { object: { id: held.id, status: 'requires_capture' } },
  });
  provider.setFaults({ webhookDuplicateRate: 1 });
  await stripe.paymentIntents.cancel(held.id);
  await eventually(() => expect(hook.events).toHaveLength(3));
  expect(hook.events[1]?.id).toBe(hook.events[2]?.id);
  provider.setFaults({ webhookDropRate: 1 });
  await stripe.paymentIntents.create(pay());
  const summary: unknown = await (await fetch(`${provider.url}/_sim/summary`)).json();
  await eventually(() => expect(summary).toMatchObject({ undeliveredWebhooks: 0 }));
  expect(hook.events).toHaveLength(3);
});

test('an event that is held back is overtaken by the next', async () => {
  const hook = await receiver();
  const { stripe, provider } = await start({ webhook: { url: hook.url, secret } });
  provider.setFaults({ webhookReorderRate: 1 });
  const held = await stripe.paymentIntents.create(pay());
  provider.setFaults({});
  await stripe.paymentIntents.cancel(held.id);
  await eventually(() => expect(hook.events).toHaveLength(2));
  expect(hook.events.map(({ type }) => type)).toEqual([
    'payment_intent.canceled',
    'payment_intent.amount_capturable_updated',
  ]);
});

test('intents are listed newest first, page by page', async () => {
  const { stripe } = await start();
  const ids: string[] = [];
  for (let n = 0; n < 25; n += 1) ids.push((await stripe.paymentIntents.create(pay())).id);
  const listed: string[] = [];
  for await (const intent of stripe.paymentIntents.list({ limit: 10, created: { gte: 1 } }))
    listed.push(intent.id);
  expect(listed).toEqual([...ids].reverse());
  const future = Math.floor(Date.now() / 1_000) + 60;
  expect((await stripe.paymentIntents.list({ created: { gte: future } })).data).toEqual([]);
});

test('a saved card charges its customer only', async () => {
  const { stripe } = await start();
  const [carla, carlo] = [await stripe.customers.create({}), await stripe.customers.create({})];
  const card = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: carla.id });
  expect(card.card).toMatchObject({ brand: 'mastercard', last4: '4444' });
  const own = await stripe.paymentIntents.create(pay({ payment_method: card.id, customer: carla.id }));
  expect(own).toMatchObject({ status: 'requires_capture', customer: carla.id });
  for (const customer of [{}, { customer: carlo.id }]) {
    await expect(
      stripe.paymentIntents.create(pay({ payment_method: card.id, ...customer })),
    ).rejects.toMatchObject({
      statusCode: 400,
    });
  }
});

test('who has no key, or asks for nonsense, gets Stripe’s responses', async () => {
  const { provider, stripe } = await start();
  await expect(sdk(provider, 'sk_other').paymentIntents.create(pay())).rejects.toMatchObject({
    statusCode: 401,
  });
  await expect(stripe.paymentIntents.retrieve('pi_none')).rejects.toMatchObject({ code: 'resource_missing' });
  await expect(stripe.paymentIntents.create(pay({ amount: 0 }))).rejects.toMatchObject({ param: 'amount' });
  await expect(stripe.paymentMethods.retrieve('pm_none')).rejects.toMatchObject({ code: 'resource_missing' });
  const faults = await fetch(`${provider.url}/_sim/faults`, {
    method: 'POST',
    body: '{"lostResponseRate":2}',
  });
  expect(faults.status).toBe(400);
  expect(provider.ledger()).toEqual([]);
});

test.each([
  [{ amount: 49 }, { code: 'amount_too_small', param: 'amount' }],
  [
    { amount: 49, currency: 'jpy' },
    { code: 'amount_too_small', param: 'amount' },
  ],
  [{ amount: 50_001, currency: 'isk' }, { param: 'amount' }],
  [{ amount: 1_251, currency: 'kwd' }, { param: 'amount' }],
  [{ currency: 'abc' }, { param: 'currency' }],
])('a charge of %j is refused', async (given, refusal) => {
  const { stripe } = await start();
  await expect(stripe.paymentIntents.create(pay(given))).rejects.toMatchObject(refusal);
});

test.each([
  [2_500, 'eur', 'Pay 25.00 EUR?'],
  [500, 'jpy', 'Pay 500 JPY?'],
  [50_000, 'isk', 'Pay 500 ISK?'],
  [1_250, 'kwd', 'Pay 1.250 KWD?'],
])('the page of %i %s asks: %s', async (amount, currency, question) => {
  const { stripe } = await start();
  const intent = await stripe.paymentIntents.create(
    pay({ amount, currency, payment_method: 'pm_card_authenticationRequired' }),
  );
  const page = await fetch(intent.next_action?.redirect_to_url?.url ?? '');
  expect(await page.text()).toContain(question);
});
