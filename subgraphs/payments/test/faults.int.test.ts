import { captureEvents, customer, eventually } from '@nakku/testkit';
import type { EventCapture } from '@nakku/testkit';
import type { ProviderPort } from '../src/domain/providerPort.ts';
import { nothing, startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

/** Set by a test: called when the provider has answered an authorisation and nothing of it is recorded yet. */
let afterAuthorize: (orderId: string) => void = () => undefined;

const breakable = (provider: ProviderPort): ProviderPort => ({
  ...provider,
  async authorize(request) {
    const response = await provider.authorize(request);
    afterAuthorize(request.orderId);
    return response;
  },
});

let w: PaymentsHarness;
let capture: EventCapture;
beforeAll(async () => {
  w = await startPaymentsHarness({ wrap: breakable });
  capture = await captureEvents(w.world.topicPrefix, ['payments']);
});
afterAll(async () => {
  await capture.stop();
  await w.stop();
});
afterEach(() => {
  w.provider.setFaults({});
  w.provider.sendWebhooksTo({ url: w.service.webhookUrl, secret: 'whsec_payments' });
  afterAuthorize = () => undefined;
});

const storyOf = (orderId: string): string[] =>
  capture.events.filter((event) => event.key === orderId).map((event) => `${event.sequence} ${event.type}`);
const wholeStory = [
  '1 payment.initiated',
  '2 payment.updated',
  '3 payment.authorized',
  '4 payment.completed',
];

test('an answer that is lost after success is asked for again: charged once', async () => {
  w.provider.setFaults({ lostResponseRate: 0.5, seed: 7, webhookDropRate: 1 });
  const orders = await Promise.all(Array.from({ length: 10 }, () => w.reserved('pm_card_visa')));
  for (const { caller, order } of orders) await w.reaches(caller, order.orderId, 'AUTHORIZED');
  for (const { order } of orders) await order.completed();
  for (const { caller, order } of orders) {
    await w.reaches(caller, order.orderId, 'CAPTURED');
    expect(w.atProvider(order.orderId)).toEqual({
      ...nothing,
      authorised: 2_500,
      captured: 2_500,
      captures: 1,
    });
    await eventually(() => expect(storyOf(order.orderId)).toEqual(wholeStory));
  }
});

test('an answer that comes after the time-out is asked for again: charged once', async () => {
  const caller = customer();
  const methodId = await w.addMethod(caller, 'pm_card_visa');
  // The time-out is two seconds in this profile.
  w.provider.setFaults({ latencyMs: { min: 2_200, max: 2_200 }, webhookDropRate: 1 });
  const order = w.order(caller, { methodId });
  await order.created();
  await order.reserved();
  await eventually(async () => {
    const { rows } = await w.pool.query(
      `SELECT t.last_error FROM payment_tasks t JOIN payments p ON p.id = t.payment_id WHERE p.order_id = $1`,
      [order.orderId],
    );
    expect(rows[0]?.last_error).toContain('StripeConnectionError');
  });
  w.provider.setFaults({ webhookDropRate: 1 });
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 2_500,
    openHolds: 1,
    heldAmount: 2_500,
  });
});

test('a provider that is away is asked until it is back', async () => {
  const caller = customer();
  const methodId = await w.addMethod(caller, 'pm_card_visa');
  w.provider.setFaults({ unavailableRate: 1 });
  const order = w.order(caller, { methodId });
  await order.created();
  await order.reserved();
  await eventually(async () => {
    const { rows } = await w.pool.query(
      `SELECT tries FROM payment_tasks t JOIN payments p ON p.id = t.payment_id WHERE p.order_id = $1`,
      [order.orderId],
    );
    expect(rows[0]?.tries).toBeGreaterThan(2);
  });
  expect(await w.payment(caller, order.orderId)).toMatchObject({ status: 'PENDING' });
  w.provider.setFaults({});
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  expect(w.atProvider(order.orderId)).toMatchObject({ authorised: 2_500, openHolds: 1 });
});

test('a worker that dies between answer and record is followed by another: charged once', async () => {
  w.provider.setFaults({ webhookDropRate: 1 });
  let crashes = 1;
  afterAuthorize = () => {
    if (crashes-- > 0) throw new Error('the worker died here');
  };
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED', 20_000);
  expect(crashes).toBe(-1);
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 2_500,
    openHolds: 1,
    heldAmount: 2_500,
  });
});

test('a webhook that comes before the answer is recorded decides; the answer then changes nothing', async () => {
  let crashes = 1;
  afterAuthorize = () => {
    if (crashes-- > 0) throw new Error('the worker died here');
  };
  const { caller, order } = await w.reserved('pm_card_visa');
  // Within the lease of the dead worker only the webhook can have told.
  expect(await w.reaches(caller, order.orderId, 'AUTHORIZED', 4_000)).toMatchObject({ version: 3 });
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED', 20_000);
  await eventually(() => expect(storyOf(order.orderId)).toEqual(wholeStory));
});

test('cancelled while the provider is authorising: the late hold is voided', async () => {
  w.provider.setFaults({ latencyMs: { min: 300, max: 300 } });
  const { caller, order } = await w.reserved('pm_card_visa');
  await eventually(async () => {
    const { rows } = await w.pool.query(
      `SELECT t.tries FROM payment_tasks t JOIN payments p ON p.id = t.payment_id WHERE p.order_id = $1`,
      [order.orderId],
    );
    expect(rows).toEqual([{ tries: 1 }]);
  });
  await order.cancelled();
  await w.reaches(caller, order.orderId, 'VOIDED');
  expect(w.atProvider(order.orderId)).toEqual({ ...nothing, authorised: 2_500 });
  await eventually(() =>
    expect(storyOf(order.orderId)).toEqual(['1 payment.initiated', '2 payment.updated', '3 payment.voided']),
  );
});

test('two processes share the work: each order is charged once', async () => {
  await w.another();
  const orders = await Promise.all(Array.from({ length: 20 }, () => w.reserved('pm_card_visa')));
  for (const { caller, order } of orders) {
    await w.reaches(caller, order.orderId, 'AUTHORIZED');
    expect(w.atProvider(order.orderId)).toEqual({
      ...nothing,
      authorised: 2_500,
      openHolds: 1,
      heldAmount: 2_500,
    });
  }
});
