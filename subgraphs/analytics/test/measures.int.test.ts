import { operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startAnalyticsHarness, type AnalyticsHarness } from './harness.ts';
import { orderStory, storeCreated } from './story.ts';

let running: AnalyticsHarness;
beforeAll(async () => {
  running = await startAnalyticsHarness();
});
afterAll(() => running.stop());

const REPORT = `query Report($storeId: ID!, $from: DateTime!, $to: DateTime!, $interval: ReportInterval!) {
  salesReport(storeId: $storeId, from: $from, to: $to, interval: $interval) {
    timeZone currency intervals { start measures { ordersPlaced ordersDelivered } }
    total {
      ordersPlaced ordersConfirmed ordersDelivered ordersCancelled ordersReturned
      cancellations { reason count }
      grossRevenue { amount } netRevenue { amount } tax { amount } discounts { amount }
      deliveryFees { amount } tips { amount } averageBasket { amount currency }
      pieces piecesPerOrder piecesShort piecesSubstituted fillRate
      deliveries orderToDoorP50 orderToDoorP90 orderToDoorP99 promiseKeptRate courierSeconds
      refunds refundedAmount { amount }
    }
  }
}`;

const MARCH = { from: '2026-03-01T00:00:00+01:00', to: '2026-04-01T00:00:00+02:00', interval: 'DAY' };

async function report(storeId: string, range: Record<string, string> = MARCH) {
  const { data, errors } = await running.client.query(REPORT, { storeId, ...range }, operator([storeId]));
  expect(errors).toBeUndefined();
  return data?.salesReport;
}

async function newStore(timeZone?: string): Promise<string> {
  const storeId = uuidv7();
  await running.take(storeCreated(storeId, timeZone));
  return storeId;
}

const milk = { productId: uuidv7(), quantity: 4, unitPrice: 100 };
const rice = { productId: uuidv7(), quantity: 1, unitPrice: 400 };
const noon = new Date('2026-03-10T12:00:00.000Z');

test('a delivered order counts its money, pieces and minutes', async () => {
  const storeId = await newStore();
  const order = orderStory({ storeId, at: noon, lines: [milk, rice] });
  await running.take(
    order.placed(100),
    order.confirmed(1),
    order.assigned(5),
    order.delivered(15),
    order.completed(15),
    order.refunded(60, 50),
  );
  const { total } = await report(storeId);
  // 4 × 100 + 400 + 200 for the delivery + 100 tip; 19 % of it are 176.
  expect(total).toEqual({
    ...{ ordersPlaced: 1, ordersConfirmed: 1, ordersDelivered: 1, ordersCancelled: 0, ordersReturned: 0 },
    cancellations: [],
    grossRevenue: { amount: 1100 },
    netRevenue: { amount: 924 },
    tax: { amount: 176 },
    discounts: { amount: 0 },
    deliveryFees: { amount: 200 },
    tips: { amount: 100 },
    averageBasket: { amount: 1100, currency: 'EUR' },
    ...{ pieces: 5, piecesPerOrder: 5, piecesShort: 0, piecesSubstituted: 0, fillRate: 1 },
    // 900 seconds, exact to 1 %.
    ...{ deliveries: 1, orderToDoorP50: 900, orderToDoorP90: 900, orderToDoorP99: 900 },
    ...{ promiseKeptRate: 1, courierSeconds: 600, refunds: 1, refundedAmount: { amount: 50 } },
  });
});

test('pieces that were missing or replaced lower the fill rate, and the customer pays what came', async () => {
  const storeId = await newStore();
  const order = orderStory({ storeId, at: noon, lines: [milk, rice] });
  const oat = { productId: uuidv7(), quantity: 1, unitPrice: 90 };
  await running.take(
    order.placed(),
    order.short(3, 1),
    order.repriced(3, [{ ...milk, quantity: 3 }, rice]),
    order.substituted(4, 1, [{ ...milk, quantity: 2 }, rice, oat]),
    order.delivered(40),
    order.completed(40),
  );
  const { total } = await report(storeId);
  expect(total).toMatchObject({
    grossRevenue: { amount: 890 },
    ...{ pieces: 4, piecesShort: 1, piecesSubstituted: 1, fillRate: 0.6 },
    promiseKeptRate: 0,
  });
});

test('cancellations count by reason, a refund that came back does not count', async () => {
  const storeId = await newStore();
  const orders = [1, 2, 3, 4].map(() => orderStory({ storeId, at: noon, lines: [milk] }));
  const [one, two, three, four] = orders;
  if (!one || !two || !three || !four) throw new Error('there are four');
  const refundId = uuidv7();
  await running.take(
    ...orders.map((order) => order.placed()),
    one.cancelled(2, 'OUT_OF_STOCK'),
    two.cancelled(3, 'CUSTOMER_REQUEST'),
    three.cancelled(3, 'CUSTOMER_REQUEST'),
    four.refunded(9, 400, refundId),
    four.refundFailed(10, 400, refundId),
    four.returned(50),
  );
  const { total } = await report(storeId);
  expect(total).toMatchObject({
    ...{ ordersPlaced: 4, ordersCancelled: 3, ordersReturned: 1, ordersDelivered: 0 },
    cancellations: [
      { reason: 'CUSTOMER_REQUEST', count: 2 },
      { reason: 'OUT_OF_STOCK', count: 1 },
    ],
    ...{ averageBasket: null, fillRate: null, orderToDoorP50: null, promiseKeptRate: null },
    ...{ refunds: 0, refundedAmount: { amount: 0 } },
  });
});

test('days are those of the store: an order of late evening counts where clocks show it', async () => {
  const [berlin, kolkata] = [await newStore(), await newStore('Asia/Kolkata')];
  for (const storeId of [berlin, kolkata]) {
    const order = orderStory({ storeId, at: new Date('2026-03-28T22:50:00.000Z'), lines: [milk] });
    await running.take(order.placed(), order.delivered(20), order.completed(20));
  }
  // Placed on the last day of winter time at 23:50, delivered on the first of summer time at 0:10.
  expect((await report(berlin)).intervals).toEqual([
    { start: '2026-03-27T23:00:00.000Z', measures: { ordersPlaced: 1, ordersDelivered: 0 } },
    { start: '2026-03-28T23:00:00.000Z', measures: { ordersPlaced: 0, ordersDelivered: 1 } },
  ]);
  expect(await report(kolkata)).toMatchObject({
    timeZone: 'Asia/Kolkata',
    intervals: [{ start: '2026-03-28T18:30:00.000Z', measures: { ordersPlaced: 1, ordersDelivered: 1 } }],
  });
  const hours = { from: '2026-03-28T22:00:00Z', to: '2026-03-29T02:00:00Z', interval: 'HOUR' };
  expect((await report(berlin, hours)).intervals.map(({ start }: { start: string }) => start)).toEqual([
    '2026-03-28T22:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
  ]);
});

test('quantiles of a day come from the sum of its hours, not from theirs', async () => {
  const storeId = await newStore();
  for (const [hour, minutes] of [
    [8, 10],
    [8, 10],
    [8, 10],
    [20, 50],
  ] as const) {
    const at = new Date(Date.UTC(2026, 2, 11, hour));
    const order = orderStory({ storeId, at, lines: [milk] });
    await running.take(order.placed(), order.delivered(minutes), order.completed(minutes));
  }
  const { total } = await report(storeId);
  expect(total.orderToDoorP50 / 600).toBeCloseTo(1, 1);
  expect(total.orderToDoorP90 / 3_000).toBeCloseTo(1, 1);
  expect(total.promiseKeptRate).toBe(0.75);
});

test('the products that sold best, by pieces or revenue', async () => {
  const storeId = await newStore();
  const order = orderStory({ storeId, at: noon, lines: [milk, { ...rice, unitPrice: 500 }] });
  const open = orderStory({ storeId, at: noon, lines: [{ ...rice, quantity: 90 }] });
  await running.take(order.placed(), order.completed(20), open.placed());
  const top = async (orderBy: string, first = 10) => {
    const { data } = await running.client.query(
      `query Top($storeId: ID!, $orderBy: TopProductsOrder!, $first: Int!) {
        topProducts(storeId: $storeId, from: "2026-03-10", to: "2026-03-10", orderBy: $orderBy, first: $first) {
          product { id } units grossRevenue { amount currency } } }`,
      { storeId, orderBy, first },
      operator([storeId]),
    );
    return data?.topProducts;
  };
  const ofMilk = {
    ...{ product: { id: milk.productId }, units: 4 },
    grossRevenue: { amount: 400, currency: 'EUR' },
  };
  const ofRice = {
    ...{ product: { id: rice.productId }, units: 1 },
    grossRevenue: { amount: 500, currency: 'EUR' },
  };
  expect(await top('UNITS')).toEqual([ofMilk, ofRice]);
  expect(await top('REVENUE')).toEqual([ofRice, ofMilk]);
  expect(await top('REVENUE', 1)).toEqual([ofRice]);
});

test('customers by the month of their first order', async () => {
  const storeId = await newStore();
  const [carla, dora] = [uuidv7(), uuidv7()];
  const orders = [
    [carla, '2026-01-31T22:59:00.000Z'],
    [carla, '2026-03-02T12:00:00.000Z'],
    [carla, '2026-03-03T12:00:00.000Z'],
    [dora, '2026-03-04T12:00:00.000Z'],
  ] as const;
  for (const [customerId, at] of orders) {
    const order = orderStory({ storeId, customerId, at: new Date(at), lines: [milk] });
    await running.take(order.placed(), order.completed(0));
  }
  const { data } = await running.client.query(
    `query Cohorts($storeId: ID!) { customerCohorts(storeId: $storeId, from: "2026-03", to: "2026-03") {
      firstMonth month customers orders } }`,
    { storeId },
    operator([storeId]),
  );
  expect(data?.customerCohorts).toEqual([
    { firstMonth: '2026-01', month: '2026-03', customers: 1, orders: 2 },
    { firstMonth: '2026-03', month: '2026-03', customers: 1, orders: 1 },
  ]);
});
