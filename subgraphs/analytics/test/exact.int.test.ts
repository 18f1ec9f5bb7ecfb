import { v7 as uuidv7 } from 'uuid';
import { startAnalyticsHarness, type AnalyticsHarness } from './harness.ts';
import { orderStory, storeCreated } from './story.ts';
import type { TypedEvent } from './story.ts';

let running: AnalyticsHarness;
beforeAll(async () => {
  running = await startAnalyticsHarness({ ANALYTICS_CATCH_UP_EVERY_MS: '3600000' });
});
afterAll(() => running.stop());

const milk = { productId: uuidv7(), quantity: 4, unitPrice: 100 };

/** Events of three orders, one of them of the last minutes. */
function someEvents(storeId: string): TypedEvent[] {
  const [one, two, now] = [
    orderStory({ storeId, at: new Date('2026-03-10T12:00:00.000Z'), lines: [milk] }),
    orderStory({ storeId, at: new Date('2026-03-10T23:30:00.000Z'), lines: [milk] }),
    orderStory({ storeId, at: new Date(Date.now() - 600_000), lines: [milk] }),
  ];
  return [
    ...[one.placed(), one.confirmed(1), one.short(2, 1), one.repriced(2, [{ ...milk, quantity: 3 }])],
    ...[one.assigned(3), one.assigned(4), one.delivered(20), one.completed(20), one.refunded(30, 20)],
    ...[two.placed(), two.cancelled(5, 'PAYMENT_TIMEOUT')],
    ...[now.placed(), now.delivered(8), now.completed(8)],
  ];
}

/** What is known of a store, without the IDs of others. */
async function contentOf(storeId: string) {
  const { rollups, products, customers } = await running.rollups();
  const own = (rows: unknown[] | undefined) =>
    (rows ?? []).filter((row) => JSON.stringify(row).includes(storeId));
  return { rollups: own(rollups), products: own(products), customers: own(customers) };
}

const nextOf = <Item>(items: Item[], random: number): Item | undefined =>
  items.splice(Math.floor(random * items.length), 1)[0];

test('duplicates, any order and any batches give the same rollups', async () => {
  const storeId = uuidv7();
  const events = someEvents(storeId);
  await running.take(storeCreated(storeId), ...events);
  const expected = await contentOf(storeId);
  expect(expected.rollups.length).toBeGreaterThanOrEqual(8);
  await running.take(...events, ...events);
  for (const event of [...events].reverse()) await running.take(event);
  expect(await contentOf(storeId)).toEqual(expected);

  // The same events of another store, one by one in orders that differ.
  for (const seed of [0.1, 0.5, 0.83]) {
    const other = uuidv7();
    const left = eventsOf(events, storeId, other);
    await running.take(storeCreated(other));
    for (let event = nextOf(left, seed); event; event = nextOf(left, seed)) await running.take(event, event);
    expect(withoutIds(await contentOf(other), other)).toEqual(withoutIds(expected, storeId));
  }
});

/** The same events of another store and of other orders. */
function eventsOf(events: readonly TypedEvent[], storeId: string, other: string): TypedEvent[] {
  const orders = new Map(events.map(({ subject }) => [subject, uuidv7()]));
  return events.map((event) => {
    const text = JSON.stringify(event).replaceAll(storeId, other);
    return JSON.parse(text.replaceAll(event.subject, orders.get(event.subject) ?? ''));
  });
}

const withoutIds = (content: unknown, storeId: string): unknown =>
  JSON.parse(JSON.stringify(content).replaceAll(storeId, 'store'));

test('a late event corrects the hour and the day in which it happened', async () => {
  const storeId = uuidv7();
  const order = orderStory({ storeId, at: new Date('2026-03-10T12:50:00.000Z'), lines: [milk] });
  const [placed, completed] = [order.placed(), order.completed(20)];
  await running.take(storeCreated(storeId), completed);
  expect(await contentOf(storeId)).toEqual({ rollups: [], products: [], customers: [] });
  await running.take(placed);
  const { rollups } = await contentOf(storeId);
  expect(rollups).toMatchObject([
    { grain: 'DAY', bucket: new Date('2026-03-09T23:00:00.000Z'), counts: { gross: 600, ordersPlaced: 1 } },
    { grain: 'HOUR', bucket: new Date('2026-03-10T12:00:00.000Z'), counts: { ordersPlaced: 1 } },
    { grain: 'HOUR', bucket: new Date('2026-03-10T13:00:00.000Z'), counts: { gross: 600, pieces: 4 } },
  ]);
  await running.take(order.repriced(15, [{ ...milk, quantity: 1 }]));
  const corrected = await contentOf(storeId);
  expect(corrected.rollups[2]).toMatchObject({ counts: { gross: 300, pieces: 1 } });
  expect(corrected.products).toMatchObject([{ units: '1', gross: '100' }]);
});

test('what is taken away entirely leaves no row', async () => {
  const storeId = uuidv7();
  const order = orderStory({ storeId, at: new Date('2026-03-10T12:00:00.000Z'), lines: [milk] });
  const refundId = uuidv7();
  await running.take(storeCreated(storeId), order.placed());
  const before = await contentOf(storeId);
  await running.take(order.refunded(90, 10, refundId));
  expect((await contentOf(storeId)).rollups).toHaveLength(before.rollups.length + 1);
  await running.take(order.refundFailed(100, 10, refundId));
  expect(await contentOf(storeId)).toEqual(before);
});

test('minutes are kept for 48 hours', async () => {
  const storeId = uuidv7();
  const at = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const [old, recent] = [47.9, 48.1].map((hours) => orderStory({ storeId, at: at(hours), lines: [milk] }));
  if (!old || !recent) throw new Error('there are two');
  await running.take(storeCreated(storeId), old.placed(), recent.placed());
  const { rollups } = await contentOf(storeId);
  const minutes = rollups.filter((row) => JSON.stringify(row).includes('MINUTE'));
  expect(minutes).toHaveLength(1);
});
