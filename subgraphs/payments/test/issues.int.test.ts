import { eventually } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
beforeAll(async () => {
  w = await startPaymentsHarness({ env: { PAYMENTS_REFUND_APPROVAL_ABOVE: '10' } });
}, 60_000);
afterAll(() => w.stop());

async function refundsOf(orderId: string) {
  const { rows } = await w.pool.query(
    `SELECT r.amount::int, r.status, r.reason_code, r.asked_by AS "requestedBy", r.lines FROM payment_refunds r
     JOIN payments p ON p.id = r.payment_id WHERE p.order_id = $1 ORDER BY r.id`,
    [orderId],
  );
  return rows;
}

test('an issue right behind the delivery is refunded, with the capture or after it', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  await order.issue(700);
  await w.reaches(caller, order.orderId, 'PARTIALLY_REFUNDED');
  expect(await refundsOf(order.orderId)).toEqual([
    {
      ...{ amount: 700, status: 'SUCCEEDED', reason_code: 'MISSING', requestedBy: null },
      lines: [{ lineId: order.lineId, amount: 700 }],
    },
  ]);
  expect(w.atProvider(order.orderId)).toMatchObject({ captured: 2_500, refunded: 700 });
});

test('what a person decided waits for a second one if it is large', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
  const stefan = v7();
  await order.issue(1_001, stefan);
  await eventually(async () =>
    expect(await refundsOf(order.orderId)).toMatchObject([
      { amount: 1_001, status: 'AWAITING_APPROVAL', requestedBy: stefan },
    ]),
  );
  expect(w.atProvider(order.orderId)).toMatchObject({ refunded: 0 });
});

test('what cannot be refunded is for a person', async () => {
  const { caller, order } = await w.reserved('pm_card_visa');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
  await order.issue(2_501);
  await eventually(async () => {
    const { rows } = await w.pool.query(
      `SELECT a.kind, a.detail FROM payment_alerts a JOIN payments p ON p.id = a.payment_id WHERE p.order_id = $1`,
      [order.orderId],
    );
    expect(rows).toEqual([
      { kind: 'REFUND_FAILED', detail: expect.stringMatching(/25\.01 EUR could not be refunded/) },
    ]);
  });
  expect(await refundsOf(order.orderId)).toEqual([]);
});
