import { captureEvents, eventually } from '@nakku/testkit';
import type { EventCapture } from '@nakku/testkit';
import { nothing, startPaymentsHarness } from './harness.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
let capture: EventCapture;
beforeAll(async () => {
  w = await startPaymentsHarness();
  capture = await captureEvents(w.world.topicPrefix, ['payments']);
});
afterAll(async () => {
  await capture.stop();
  await w.stop();
});

const storyOf = (orderId: string): string[] =>
  capture.events.filter((event) => event.key === orderId).map((event) => `${event.sequence} ${event.type}`);

test('a capture that fails is tried again under a new key', async () => {
  const { caller, order } = await w.reserved('pm_card_captureFailsOnce');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 2_500,
    captured: 2_500,
    captures: 1,
  });
  await eventually(() =>
    expect(storyOf(order.orderId).slice(3)).toEqual(['4 payment.capture_failed', '5 payment.completed']),
  );
});

test('a capture that fails for the whole time is an operator’s matter', async () => {
  const { caller, order } = await w.reserved('pm_card_captureFails');
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURE_FAILED');
  // The time for captures is a minute in this profile: the task is made that old.
  await w.pool.query(
    `UPDATE payment_tasks t SET created_at = t.created_at - interval '61 seconds'
     FROM payments p WHERE p.id = t.payment_id AND p.order_id = $1 AND t.kind = 'CAPTURE'`,
    [order.orderId],
  );
  await w.reaches(caller, order.orderId, 'OVERDUE');
  const reason = 'PROVIDER_ERROR';
  const failures = await eventually(() => {
    const found = capture.of('payment.capture_failed').filter(({ key }) => key === order.orderId);
    expect(found).toHaveLength(2);
    return found;
  });
  expect(failures[0]).toMatchObject({ sequence: 4, data: { isOverdue: false, reason } });
  expect(failures[1]).toMatchObject({ sequence: 5, data: { isOverdue: true, reason } });
  const { rows } = await w.pool.query(
    `SELECT t.status FROM payment_tasks t JOIN payments p ON p.id = t.payment_id
     WHERE p.order_id = $1 AND t.kind = 'CAPTURE'`,
    [order.orderId],
  );
  expect(rows).toEqual([{ status: 'GIVEN_UP' }]);
  await eventually(async () => {
    const metrics = await (await fetch(`${w.service.internalUrl}/metrics`)).text();
    expect(metrics).toContain('payments_overdue{service="payments"} 1');
    expect(metrics).toContain(
      'payment_failed_total{service="payments",method="CARD",failure_reason="PROVIDER_ERROR"}',
    );
  });
});
