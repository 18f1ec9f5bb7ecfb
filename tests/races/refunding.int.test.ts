import { admin } from '@nakku/testkit';
import { v7 } from 'uuid';
import type { PaymentsHarness } from '../../subgraphs/payments/test/harness.ts';
import { startPaymentsHarness } from '../../subgraphs/payments/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

const REFUND = `mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) {
  refund { status } userErrors { __typename } } }`;

let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness();
}, 60_000);
afterAll(() => w.stop());

raceTest(
  'refund versus refund of one line',
  { invariant: 'of no line more is given back than it cost', rounds: 3 },
  async (race) => {
    const { caller, order } = await w.reserved('pm_card_visa');
    await w.reaches(caller, order.orderId, 'AUTHORIZED');
    await order.completed();
    await w.reaches(caller, order.orderId, 'CAPTURED');
    const outcomes = await race.start(
      times(10, () => async () => {
        const lines = [{ lineId: order.lineId, amount: 400 }];
        const input = { orderId: order.orderId, lines, reason: 'Broken eggs', idempotencyKey: v7() };
        const { data } = await w.client.query(REFUND, { input }, admin());
        return data?.paymentRefund.userErrors.length === 0;
      }),
      (isDone) => isDone,
    );
    expect(outcomes.filter((isDone) => isDone)).toHaveLength(6);
    await w.reaches(caller, order.orderId, 'PARTIALLY_REFUNDED');
    const { rows } = await w.pool.query(
      `SELECT sum((l->>'amount')::int)::int AS given FROM payment_refunds r
       JOIN payments p ON p.id = r.payment_id, jsonb_array_elements(r.lines) l WHERE p.order_id = $1`,
      [order.orderId],
    );
    expect(rows).toEqual([{ given: 2_400 }]);
  },
);
