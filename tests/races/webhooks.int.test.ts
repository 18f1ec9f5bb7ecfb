import { createServer } from 'node:http';
import { captureEvents, eventually } from '@nakku/testkit';
import type { EventCapture } from '@nakku/testkit';
import type { ProviderPort } from '../../subgraphs/payments/src/domain/providerPort.ts';
import type { PaymentsHarness } from '../../subgraphs/payments/test/harness.ts';
import { nothing, startPaymentsHarness, WEBHOOK_SECRET } from '../../subgraphs/payments/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

const ORDERS = 8;
const AMOUNT = 2_500;

/** How long the worker is held back behind the provider's response: webhooks overtake it meanwhile. */
let responseDelayMs = 0;

const slow = (provider: ProviderPort): ProviderPort => ({
  ...provider,
  async authorize(request) {
    const reply = await provider.authorize(request);
    await new Promise((resolve) => setTimeout(resolve, responseDelayMs));
    return reply;
  },
});

let w: PaymentsHarness;
let capture: EventCapture;
beforeAll(async () => {
  w = await startPaymentsHarness({ wrap: slow });
  capture = await captureEvents(w.world.topicPrefix, ['payments']);
}, 60_000);
afterAll(async () => {
  await capture.stop();
  await w.stop();
});
afterEach(() => {
  w.provider.setFaults({});
  w.provider.sendWebhooksTo({ url: w.service.webhookUrl, secret: WEBHOOK_SECRET });
  responseDelayMs = 0;
});

type Reserved = Awaited<ReturnType<PaymentsHarness['reserved']>>;

const storyOf = (orderId: string): string[] =>
  capture.events.filter(({ key }) => key === orderId).map(({ sequence, type }) => `${sequence} ${type}`);
const HELD = ['1 payment.initiated', '2 payment.updated', '3 payment.authorized'];

/** Every other order is delivered and paid, the rest is cancelled: once, at the provider and in our events. */
async function expectSettledOnce(orders: readonly Reserved[]): Promise<void> {
  for (const [index, { caller, order }] of orders.entries()) {
    const isPaid = index % 2 === 0;
    const seen = await w.reaches(caller, order.orderId, isPaid ? 'CAPTURED' : 'VOIDED', 20_000);
    expect(seen).toMatchObject({ version: 4 });
    const taken = isPaid ? { captured: AMOUNT, captures: 1 } : {};
    expect(w.atProvider(order.orderId)).toEqual({ ...nothing, authorised: AMOUNT, ...taken });
    const story = [...HELD, isPaid ? '4 payment.completed' : '4 payment.voided'];
    await eventually(() => expect(storyOf(order.orderId)).toEqual(story));
  }
}

const cases = [
  { kind: 'duplicate', faults: { webhookDuplicateRate: 1 }, lateMs: 0 },
  { kind: 'early', faults: {}, lateMs: 250 },
  {
    kind: 'late and in another order',
    faults: { webhookReorderRate: 0.5, webhookDelayMs: { min: 0, max: 400 } },
    lateMs: 0,
  },
  { kind: 'missing', faults: { webhookDropRate: 1 }, lateMs: 0 },
  {
    kind: 'duplicate, early, late and missing',
    faults: {
      webhookDuplicateRate: 0.5,
      webhookDropRate: 0.2,
      webhookReorderRate: 0.5,
      webhookDelayMs: { min: 0, max: 200 },
    },
    lateMs: 100,
  },
];

for (const { kind, faults, lateMs } of cases) {
  raceTest(
    `webhooks against responses: ${kind}`,
    { invariant: 'each order is held once, then taken or given back once, and told once' },
    async (race) => {
      w.provider.setFaults({ seed: 3, ...faults });
      responseDelayMs = lateMs;
      const orders = await Promise.all(times(ORDERS, () => w.reserved('pm_card_visa', AMOUNT)));
      await race.start(
        orders.map(({ caller, order }, index) => async () => {
          await w.reaches(caller, order.orderId, 'AUTHORIZED', 20_000);
          await (index % 2 === 0 ? order.completed() : order.cancelled());
          return true;
        }),
        (isHeld) => isHeld,
      );
      await expectSettledOnce(orders);
    },
  );
}

raceTest(
  'one webhook, delivered ten times at once',
  { invariant: 'all get 200, it is noted once, and the payment does not move' },
  async (race) => {
    const delivered: { body: string; signature: string }[] = [];
    const recorder = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const signature = String(request.headers['stripe-signature']);
        delivered.push({ body: Buffer.concat(chunks).toString('utf8'), signature });
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));
    const address = recorder.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    w.provider.sendWebhooksTo({ url: `http://127.0.0.1:${address.port}/`, secret: WEBHOOK_SECRET });
    const { caller, order } = await w.reserved('pm_card_visa', AMOUNT);
    const before = await w.reaches(caller, order.orderId, 'AUTHORIZED');
    // Webhooks of the orders before may still be coming.
    const webhook = await eventually(() => {
      const own = delivered.find(({ body }) => body.includes(order.orderId));
      expect(own).toBeDefined();
      return own;
    });
    recorder.closeAllConnections();
    recorder.close();
    const statuses = await race.start(
      times(10, () => async () => {
        const headers = { 'content-type': 'application/json', 'stripe-signature': webhook?.signature ?? '' };
        return (await fetch(w.service.webhookUrl, { method: 'POST', headers, body: webhook?.body ?? '' }))
          .status;
      }),
      (status) => status === 200,
    );
    expect(statuses).toEqual(times(10, () => 200));
    const { rows } = await w.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM provider_events e JOIN payments p ON p.id = e.payment_id WHERE p.order_id = $1`,
      [order.orderId],
    );
    expect(rows).toEqual([{ n: 1 }]);
    expect(await w.payment(caller, order.orderId)).toEqual(before);
  },
);
