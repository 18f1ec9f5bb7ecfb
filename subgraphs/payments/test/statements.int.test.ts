import { currentContext } from '@nakku/telemetry';
import { countStatements, customer, eventually } from '@nakku/testkit';
import type { StatementCount } from '@nakku/testkit';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let shop: PaymentsHarness;
let counted: StatementCount;
beforeAll(async () => {
  // Without webhooks: whether one comes before the response to the call is chance.
  shop = await startPaymentsHarness({ webhooks: false });
  counted = countStatements(() => currentContext()?.requestId);
}, 60_000);
afterAll(async () => {
  counted.stop();
  await shop.stop();
});

/** 9 until the order's amount is held, beside the worker's look: payments' part of the 70 that an order may cost. */
test('statements of a payment until it is authorised', async () => {
  const caller = customer();
  const order = shop.order(caller, { methodId: await shop.addMethod(caller, 'pm_card_visa') });
  const isAt = (status: string) =>
    eventually(async () => {
      const { rows } = await shop.pool.query('SELECT status FROM payments WHERE order_id = $1', [
        order.orderId,
      ]);
      expect(rows).toEqual([{ status }]);
    });
  const created = await counted.roundTripsOf(async () => {
    await order.created();
    await eventually(async () => {
      const found = await shop.pool.query('SELECT 1 FROM payments WHERE order_id = $1', [order.orderId]);
      expect(found.rowCount).toBe(1);
    });
  });
  counted.take();
  await order.reserved();
  await isAt('AUTHORIZED');
  // A transaction that is repeated, as on a machine that stood still, is the same number again.
  const made = new Set([...counted.take().values()].map(({ length }) => length));
  const authorized = [...made].sort((one, other) => other - one);
  expect({ created, authorized }).toEqual({
    // Claim, the payment method, what commits.
    created: 3,
    // The event: claim, method, the payment with its lock, what commits. The provider's response: the payment, what commits.
    authorized: [4, 2],
  });
});
