import { currentContext } from '@nakku/telemetry';
import { countStatements } from '@nakku/testkit';
import type { StatementCount } from '@nakku/testkit';
import { confirmation, createdOrder, startNotificationsHarness } from './harness.ts';
import type { NotificationsHarness } from './harness.ts';

let running: NotificationsHarness;
let counted: StatementCount;
beforeAll(async () => {
  running = await startNotificationsHarness();
  counted = countStatements(() => currentContext()?.requestId);
}, 60_000);
afterAll(async () => {
  counted.stop();
  await running.stop();
});

/** 5 beside those of the mail: notifications' part of the 70 that an order may cost. */
test('statements of an order until its customer is notified', async () => {
  const order = running.newOrder();
  const created = await counted.roundTripsOf(() => order.publish('order.created', createdOrder()));
  const confirmed = await counted.roundTripsOf(() => order.publish('order.confirmed', confirmation()));
  // Claim and receipt; claim, notification, and its mail and event with what commits.
  expect({ created, confirmed }).toEqual({ created: 2, confirmed: 3 });
});
