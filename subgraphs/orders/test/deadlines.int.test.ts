import { loadConfig } from '@nakku/service';
import { createQuoteSigner } from '@nakku/quote';
import { customer, eventually, testIdentity, testWorld } from '@nakku/testkit';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import { startOrders } from '../src/service.ts';
import { published } from './otherContexts.ts';
import { reach } from './reach.ts';
import type { Milestone } from './reach.ts';
import { sampleQuote } from './sampleQuote.ts';
import { startOrdersHarness } from './harness.ts';
import type { Placed, OrdersHarness } from './harness.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({ ORDERS_STUCK_COUNT_EVERY_MS: '100', LOG_LEVEL: 'silent' });
}, 60_000);
afterAll(() => shop.stop());

/** Matches a number of seconds from `least` to `most`. */
function within(least: number, maximum: number): unknown {
  return {
    asymmetricMatch: (seconds: number) => seconds >= least && seconds <= maximum,
    toString: () => 'within',
  };
}

interface Due {
  readonly kind: string;
  /** Milliseconds from now, rounded to seconds. */
  readonly inSeconds: number;
}

async function deadlinesOf(orderId: string): Promise<Due[]> {
  const { rows } = await shop.pool.query<Due>(
    `SELECT kind, round(extract(epoch FROM due_at - clock_timestamp()))::int AS "inSeconds"
     FROM platform.deadlines WHERE key = $1 ORDER BY kind`,
    [orderId],
  );
  return rows;
}

/** Makes a deadline due now instead of waiting for it. */
async function due(orderId: string, kind: string): Promise<void> {
  const { rowCount } = await shop.pool.query(
    'UPDATE platform.deadlines SET due_at = clock_timestamp() WHERE key = $1 AND kind = $2',
    [orderId, kind],
  );
  expect(rowCount).toBe(1);
}

async function at(milestone: Milestone): Promise<Placed> {
  const placed = await shop.placed();
  await reach(shop, placed, milestone);
  return placed;
}

interface Alert {
  readonly kind: string;
  readonly status: string;
  readonly open: boolean;
}

async function alertsOf(orderId: string): Promise<Alert[]> {
  const { rows } = await shop.pool.query<Alert>(
    `SELECT kind, status, resolved_at IS NULL AS open FROM order_alerts WHERE order_id = $1 ORDER BY raised_at`,
    [orderId],
  );
  return rows;
}

async function stuck(state: string): Promise<number> {
  const text = await (await fetch(`${shop.service.internalUrl}/metrics`)).text();
  const found = new RegExp(`^orders_stuck\\{state="${state}",service="orders"\\} (\\d+)$`, 'm').exec(text);
  return Number(found?.[1] ?? 0);
}

test('an order that inventory never answers ends by itself', async () => {
  const placed = await shop.placed();
  // Its clock starts when the broker has order.created.
  await eventually(async () => {
    expect(await deadlinesOf(placed.orderId)).toEqual([
      { kind: 'order.deadline', inSeconds: within(28, 30) },
    ]);
  });
  await due(placed.orderId, 'order.deadline');
  const events = await published(shop.capture, placed.orderId, 2);
  expect(events[1]).toMatchObject({
    type: 'order.cancelled',
    data: { reason: 'RESERVATION_TIMEOUT', wasConfirmed: false },
  });
  await shop.others.reserved(placed);
  await shop.others.rejected(placed, 'OUT_OF_STOCK');
  expect(await shop.order(placed.orderId, placed.caller)).toMatchObject({
    status: 'CANCELLED',
    cancelReason: 'RESERVATION_TIMEOUT',
    version: 2,
  });
});

test('each state has its own times', async () => {
  const times: Record<string, Due[]> = {};
  for (const milestone of ['RESERVED', 'CONFIRMED', 'PACKING', 'READY', 'DELIVERED'] as const) {
    times[milestone] = await deadlinesOf((await at(milestone)).orderId);
  }
  expect(times).toEqual({
    RESERVED: [{ kind: 'order.deadline', inSeconds: within(28, 30) }],
    CONFIRMED: [
      { kind: 'order.alert', inSeconds: within(8, 10) },
      { kind: 'order.deadline', inSeconds: within(28, 30) },
    ],
    PACKING: [
      { kind: 'order.alert', inSeconds: within(18, 20) },
      { kind: 'order.deadline', inSeconds: within(58, 60) },
    ],
    READY: [
      { kind: 'order.alert', inSeconds: within(18, 20) },
      { kind: 'order.deadline', inSeconds: within(38, 40) },
    ],
    DELIVERED: [],
  });
  // What waits would raise alerts while the following tests count them.
  await shop.pool.query('DELETE FROM platform.deadlines');
});

test('an order without payment ends', async () => {
  const { orderId } = await at('RESERVED');
  await due(orderId, 'order.deadline');
  const events = await published(shop.capture, orderId, 3);
  expect(events[2]).toMatchObject({ type: 'order.cancelled', data: { reason: 'PAYMENT_TIMEOUT' } });
  expect(await deadlinesOf(orderId)).toEqual([]);
});

test.each([
  ['CONFIRMED', 'STORE_TIMEOUT'],
  ['PACKING', 'STORE_TIMEOUT'],
  ['READY', 'NO_COURIER'],
] as const)('%s for too long: first an alert, then a cancel request %s', async (milestone, reason) => {
  const placed = await at(milestone);
  const { orderId } = placed;
  const before = await stuck(milestone);
  await due(orderId, 'order.alert');
  await eventually(async () => {
    expect(await alertsOf(orderId)).toEqual([{ kind: 'STUCK', status: milestone, open: true }]);
    expect(await stuck(milestone)).toBe(before + 1);
  });
  const { version } = await shop.order(orderId, placed.staff);
  await due(orderId, 'order.deadline');
  const events = await published(shop.capture, orderId, version + 1);
  expect(events.at(-1)).toMatchObject({
    type: 'order.cancel_requested',
    data: { reason, status: milestone },
  });

  await due(orderId, 'order.cancel_alert');
  await eventually(async () => {
    expect(await alertsOf(orderId)).toEqual([
      { kind: 'STUCK', status: milestone, open: true },
      { kind: 'CANCEL_UNANSWERED', status: milestone, open: true },
    ]);
  });
  await shop.others.delivery(placed, 'cancelled', { status: 'CANCELLED' });
  await published(shop.capture, orderId, version + 2);
  expect((await alertsOf(orderId)).map(({ open }) => open)).toEqual([false, false]);
  await eventually(async () => expect(await stuck(milestone)).toBe(before));
});

test('under way for too long is an alert, not an end', async () => {
  const placed = await at('OUT_FOR_DELIVERY');
  const { orderId } = placed;
  const [alert, ...more] = await deadlinesOf(orderId);
  // Promised in 25 minutes, and a minute (the hour of the test profile) after it.
  expect([alert, more]).toEqual([{ kind: 'order.alert', inSeconds: within(1_540, 1_560) }, []]);
  await due(orderId, 'order.alert');
  await eventually(async () => {
    expect(await alertsOf(orderId)).toEqual([{ kind: 'STUCK', status: 'OUT_FOR_DELIVERY', open: true }]);
  });
  expect(await shop.order(orderId, placed.staff)).toMatchObject({ status: 'OUT_FOR_DELIVERY', version: 7 });
  await shop.others.delivery(placed, 'completed', {
    status: 'DELIVERED',
    courierId: uuidv7(),
    proof: 'CODE',
  });
  await published(shop.capture, orderId, 8);
  expect((await alertsOf(orderId)).map(({ open }) => open)).toEqual([false]);
});

test('with broker and Redis down orders are accepted, and their clock waits', async () => {
  const world = await testWorld('orders');
  const cart = testIdentity();
  const env = world.env({
    CART_QUOTE_PUBLIC_JWKS: JSON.stringify(cart.publicJwks),
    KAFKA_BROKERS: '127.0.0.1:1',
    REDIS_URL: 'redis://127.0.0.1:1',
    LOG_LEVEL: 'silent',
  });
  const service = await startOrders(loadConfig(configSchema, env));
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 1 });
  try {
    const caller = customer();
    const quote = sampleQuote({ customerId: caller.userId });
    const issuedAt = new Date();
    const quoteToken = await createQuoteSigner({ privateJwk: cart.privateJwk }).sign(quote, {
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + 60_000),
    });
    const { data } = await world
      .client(service)
      .query(
        `mutation ($input: OrderPlaceInput!) { orderPlace(input: $input) { order { id status } } }`,
        { input: { quoteToken, paymentMethodId: uuidv7(), idempotencyKey: uuidv7() } },
        caller,
      );
    expect(data?.orderPlace.order.status).toBe('PLACED');
    const { rows } = await pool.query(
      'SELECT due_at, waits_for IS NOT NULL AS waits, after_ms::int FROM platform.deadlines WHERE key = $1',
      [data?.orderPlace.order.id],
    );
    expect(rows).toEqual([{ due_at: null, waits: true, after_ms: 30_000 }]);
  } finally {
    await pool.end();
    await service.stop();
    await world.cleanup();
  }
});
