import type { Caller } from '@nakku/identity';
import { admin, anonymous, courier, customer, operator, type SubgraphClient } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startAnalyticsHarness, type AnalyticsHarness } from './harness.ts';
import { orderStory, storeCreated } from './story.ts';

const storeId = uuidv7();
const own = operator([storeId]);
const milk = { productId: uuidv7(), quantity: 2, unitPrice: 100 };

let running: AnalyticsHarness;
beforeAll(async () => {
  running = await startAnalyticsHarness();
  await running.take(storeCreated(storeId));
});
afterAll(() => running.stop());

const QUERIES = {
  salesReport: `query ($id: ID!, $from: DateTime = "2026-03-01T00:00:00Z", $to: DateTime = "2026-03-02T00:00:00Z",
    $interval: ReportInterval = DAY) {
    salesReport(storeId: $id, from: $from, to: $to, interval: $interval) { store { id } } }`,
  topProducts: `query ($id: ID!, $from: String = "2026-03-01", $to: String = "2026-03-02", $first: Int = 10) {
    topProducts(storeId: $id, from: $from, to: $to, first: $first) { units } }`,
  customerCohorts: `query ($id: ID!, $from: String = "2026-03", $to: String = "2026-04") {
    customerCohorts(storeId: $id, from: $from, to: $to) { month } }`,
} as const;
type Query = keyof typeof QUERIES;
const FOUND = { salesReport: { store: { id: storeId } }, topProducts: [], customerCohorts: [] } as const;

async function read(query: Query, caller: Caller, more: Record<string, unknown> = {}) {
  const { data, errors } = await running.client.query(QUERIES[query], { id: storeId, ...more }, caller);
  return errors?.[0]?.extensions?.code ?? data?.[query];
}

describe.each(Object.keys(QUERIES) as Query[])('%s', (query) => {
  test.each([
    ['a guest', anonymous(), 'UNAUTHENTICATED'],
    ['a customer', customer(), 'FORBIDDEN'],
    ['a courier', courier(), 'FORBIDDEN'],
    ['an operator of another store', operator([uuidv7()]), null],
    ['an operator of the store', own, FOUND[query]],
    ['an admin', admin(), FOUND[query]],
  ])('for %s', async (_, caller, expected) => {
    expect(await read(query, caller)).toEqual(expected);
  });

  test('of a store that is unknown, or of no ID at all, is null', async () => {
    const unknown = uuidv7();
    expect(await read(query, operator([unknown]), { id: unknown })).toBeNull();
    expect(await read(query, admin(), { id: 'x' })).toBeNull();
  });
});

test.each<[Query, Record<string, unknown>]>([
  ['salesReport', { to: '2026-03-01T00:00:00Z' }],
  ['salesReport', { to: '2028-03-02T00:00:00Z' }],
  ['salesReport', { to: '2026-04-02T00:00:00Z', interval: 'HOUR' }],
  ['salesReport', { to: '2026-03-01T12:00:01Z', interval: 'MINUTE' }],
  ['topProducts', { from: '2026-03-03' }],
  ['topProducts', { from: 'yesterday' }],
  ['topProducts', { to: '2027-03-03' }],
  ['topProducts', { first: 0 }],
  ['topProducts', { first: 101 }],
  ['customerCohorts', { from: '2026-05' }],
  ['customerCohorts', { from: '2026-13' }],
  ['customerCohorts', { to: '2027-03' }],
])('%s refuses %p', async (query, more) => {
  expect(await read(query, own, more)).toBe('BAD_USER_INPUT');
});

const WATCH = `subscription ($id: ID!) { operationsDashboard(storeId: $id) {
  isSnapshot today { ordersPlaced ordersDelivered } lastHour { measures { ordersPlaced } } } }`;
type Stream = ReturnType<SubgraphClient['subscribe']>;

async function next(stream: Stream) {
  const { value, done } = await stream.next();
  if (done) throw new Error('the stream ended');
  expect(value.errors).toBeUndefined();
  return value.data?.operationsDashboard;
}

/** The code with which a stream ends instead of its next message. */
async function codeOf(stream: Stream): Promise<unknown> {
  try {
    return (await stream.next()).value?.errors?.[0]?.extensions?.code;
  } catch (error) {
    return Array.isArray(error) ? error[0]?.extensions?.code : error;
  }
}

describe('operationsDashboard', () => {
  test.each([
    ['a guest', anonymous(), 'UNAUTHENTICATED'],
    ['a customer', customer(), 'FORBIDDEN'],
    ['an operator of another store', operator([uuidv7()]), 'NOT_FOUND'],
  ])('is refused to %s', async (_, caller, code) => {
    expect(await codeOf(running.client.subscribe(WATCH, { id: storeId }, caller))).toBe(code);
  });

  test('begins with a snapshot, goes on when measures change, and begins anew on the next connection', async () => {
    const stream = running.client.subscribe(WATCH, { id: storeId }, own);
    expect(await next(stream)).toEqual({
      isSnapshot: true,
      today: { ordersPlaced: 0, ordersDelivered: 0 },
      lastHour: [],
    });
    // Not of a moment that is yesterday when the test runs at midnight.
    const order = orderStory({ storeId, at: new Date(), lines: [milk] });
    await running.take(order.placed());
    const changed = { isSnapshot: false, lastHour: [{ measures: { ordersPlaced: 1 } }] };
    expect(await next(stream)).toMatchObject(changed);
    await stream.return?.();
    const again = running.client.subscribe(WATCH, { id: storeId }, admin());
    expect(await next(again)).toMatchObject({ ...changed, isSnapshot: true });
    await again.return?.();
  });
});
