import { captureEvents, eventually } from '@nakku/testkit';
import type { EventCapture } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
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

/** An order of 25.00 that is authorised. */
async function authorized(cardToken: string | null) {
  const { caller, order } = await w.reserved(cardToken);
  await w.reaches(caller, order.orderId, 'AUTHORIZED');
  return { caller, order, changeId: uuidv7() };
}

/** What payments says to a change. */
const response = (orderId: string, type: 'payment.increased' | 'payment.increase_failed') =>
  eventually(() => {
    const found = capture.of(type).filter(({ key }) => key === orderId);
    expect(found).toHaveLength(1);
    return found[0];
  });

async function attempts(orderId: string) {
  const { rows } = await w.pool.query(
    `SELECT a.number, a.status, a.amount::int, a.is_replacement FROM payment_attempts a
     JOIN payments p ON p.id = a.payment_id WHERE p.order_id = $1 ORDER BY a.number`,
    [orderId],
  );
  return rows;
}
const noAlert = async (orderId: string): Promise<void> => {
  const { rows } = await w.pool.query(
    'SELECT FROM payment_alerts a JOIN payments p ON p.id = a.payment_id WHERE p.order_id = $1',
    [orderId],
  );
  expect(rows).toEqual([]);
};

test('the hold of a card is increased, and the capture takes what the order costs then', async () => {
  const { caller, order, changeId } = await authorized('pm_card_visa');
  await order.changeReserved(changeId, 3_100);
  const increased = await response(order.orderId, 'payment.increased');
  expect(increased).toMatchObject({ data: { changeId, attempt: 1, amount: 3_100 } });
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    ...{ authorised: 3_100, openHolds: 1, heldAmount: 3_100 },
  });
  await order.completed(3_100);
  await w.reaches(caller, order.orderId, 'CAPTURED');
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 3_100,
    captured: 3_100,
    captures: 1,
  });
  await noAlert(order.orderId);
});

test('a hold that cannot be increased is replaced by one of the whole amount', async () => {
  const { caller, order, changeId } = await authorized('pm_card_fixedHold');
  await order.changeReserved(changeId, 3_100);
  const increased = await response(order.orderId, 'payment.increased');
  expect(increased).toMatchObject({ data: { changeId, attempt: 2, amount: 3_100 } });
  await eventually(() =>
    expect(w.atProvider(order.orderId)).toEqual({
      ...nothing,
      ...{ authorised: 5_600, openHolds: 1, heldAmount: 3_100 },
    }),
  );
  expect(await attempts(order.orderId)).toEqual([
    { number: 1, status: 'VOIDED', amount: 2_500, is_replacement: false },
    { number: 2, status: 'AUTHORIZED', amount: 3_100, is_replacement: false },
  ]);
  await order.completed(3_100);
  await w.reaches(caller, order.orderId, 'CAPTURED');
  expect(w.atProvider(order.orderId)).toMatchObject({ captured: 3_100, captures: 1, openHolds: 0 });
  await noAlert(order.orderId);
});

test('a card that declines leaves the first hold as it is', async () => {
  const { caller, order, changeId } = await authorized('pm_card_increaseDeclined');
  await order.changeReserved(changeId, 3_100);
  const failed = await response(order.orderId, 'payment.increase_failed');
  expect(failed).toMatchObject({
    data: { changeId, attempt: 1, amount: 2_500, reason: 'INSUFFICIENT_FUNDS' },
  });
  expect(await w.payment(caller, order.orderId)).toMatchObject({ status: 'AUTHORIZED' });
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
  expect(w.atProvider(order.orderId)).toEqual({
    ...nothing,
    authorised: 2_500,
    captured: 2_500,
    captures: 1,
  });
});

test('cash, and what is held already, need no provider', async () => {
  const cash = await authorized(null);
  await cash.order.changeReserved(cash.changeId, 3_100);
  expect(await response(cash.order.orderId, 'payment.increased')).toMatchObject({ data: { amount: 3_100 } });
  const card = await authorized('pm_card_visa');
  await card.order.changeReserved(card.changeId, 2_400);
  expect(await response(card.order.orderId, 'payment.increased')).toMatchObject({ data: { amount: 2_500 } });
  expect(w.atProvider(card.order.orderId).authorised).toBe(2_500);
});

test('a lost response is asked for again under the same key: the hold is increased once', async () => {
  const { order, changeId } = await authorized('pm_card_visa');
  w.provider.setFaults({ lostResponses: 1 });
  await order.changeReserved(changeId, 3_100);
  await response(order.orderId, 'payment.increased');
  expect(w.atProvider(order.orderId)).toMatchObject({ authorised: 3_100, heldAmount: 3_100 });
  await noAlert(order.orderId);
});

test('a change that is closed meanwhile holds nothing twice, and what came late is released at the capture', async () => {
  const { caller, order, changeId } = await authorized('pm_card_fixedHold');
  w.provider.setFaults({ latencyMs: { min: 150, max: 200 } });
  await order.changeReserved(changeId, 3_100);
  await order.changeClosed(changeId);
  w.provider.setFaults({});
  await order.completed();
  await w.reaches(caller, order.orderId, 'CAPTURED');
  await eventually(() =>
    expect(w.atProvider(order.orderId)).toMatchObject({ captured: 2_500, captures: 1, openHolds: 0 }),
  );
  expect(capture.of('payment.increased').filter(({ key }) => key === order.orderId)).toEqual([]);
});
