import { currentContext } from '@nakku/telemetry';
import { countStatements, customer } from '@nakku/testkit';
import type { StatementCount } from '@nakku/testkit';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';
import { published } from './otherContexts.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
let counted: StatementCount;
beforeAll(async () => {
  shop = await startOrdersHarness();
  counted = countStatements(() => currentContext()?.requestId);
}, 60_000);
afterAll(async () => {
  counted.stop();
  await shop.stop();
});

/** 17 from the quote to an order that couriers are looked for: orders' part of the 70 that an order may cost. */
test('statements of an order until it is confirmed and scheduled', async () => {
  const caller = customer();
  const quote = sampleQuote({ customerId: caller.userId });
  const token = await shop.token(quote);
  let orderId = '';
  const placing = await counted.roundTripsOf(async () => {
    const { order } = await shop.place(caller, token);
    orderId = String(order?.id);
    await published(shop.capture, orderId, 1);
  });
  const placed = { orderId, customerId: caller.userId, storeId: quote.storeId };
  const reserved = await counted.roundTripsOf(async () => {
    await shop.others.reserved(placed);
    await published(shop.capture, orderId, 2);
  });
  const authorized = await counted.roundTripsOf(async () => {
    await shop.others.payment(placed, 'authorized');
    await published(shop.capture, orderId, 3);
  });
  const scheduled = await counted.roundTripsOf(async () => {
    await shop.others.delivery(placed, 'scheduled');
    await published(shop.capture, orderId, 4);
  });
  expect({ placing, reserved, authorized, scheduled }).toEqual({
    // Key, customer's lock, conditions, order, what commits with it; then order, lines and steps for the payload.
    placing: 8,
    // Claim, the order with its lines, what commits with it.
    reserved: 3,
    authorized: 3,
    scheduled: 3,
  });
});
