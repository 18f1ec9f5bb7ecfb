import { isRefused } from '../../../tools/src/client/index.ts';
import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer, paymentMethod, theOperator } from '../harness/accounts.ts';
import { whileBrokerStandsStill } from '../harness/faults.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { providerTotals } from '../harness/provider.ts';
import { cancel, cartOf, order, orderInStatus, orderOf, orderWhen, product } from '../harness/shopping.ts';
import type { Courier } from '../harness/staff.ts';
import { courierOnShift, finishPacking, startPacking } from '../harness/staff.ts';
import type { StockLevel } from '../harness/stock.ts';
import { stockOf } from '../harness/stock.ts';
import { until } from '../harness/waiting.ts';

const { productId } = product(10);
const staff = { account: theOperator };
let courier: Courier;
let customer: Customer;
let before: StockLevel;
beforeAll(async () => {
  courier = await courierOnShift();
  customer = await newCustomer('Conny Cancel');
});
beforeEach(async () => {
  before = await stockOf(productId);
});
afterAll(closeAll);

const NOTHING_TAKEN = { captured: 0, captures: 0, refunded: 0, openHolds: 0, heldAmount: 0 };

/** The order is cancelled, the goods are on the shelf again, and the provider holds nothing. */
async function expectUndone(o: {
  orderId: string;
  reason: string;
  payment: string;
  held: number;
}): Promise<void> {
  const { orderId, payment } = o;
  const end = await orderWhen(
    customer,
    orderId,
    (found) => found.status === 'CANCELLED' && found.payment?.status === payment,
  );
  expect(end).toMatchObject({ cancelReason: o.reason, canCancel: false, isCancelRequested: false });
  expect(
    await until(
      () => stockOf(productId),
      (level) => level.reserved === before.reserved,
    ),
  ).toEqual(before);
  const totals = await providerTotals(orderId);
  expect(totals).toEqual(o.held === 0 ? undefined : { authorised: o.held, ...NOTHING_TAKEN });
}

test('PLACED: at once, and the lines are in the cart again', async () => {
  const { orderId, cartId } = await whileBrokerStandsStill(async () => {
    const placed = await order(customer, [{ productId, quantity: 3 }]);
    expect((await orderOf(customer, placed.orderId)).status).toBe('PLACED');
    expect(await cancel(customer, placed.orderId)).toBe('CANCELLED');
    return placed;
  });
  await expectUndone({ orderId, reason: 'CUSTOMER_REQUEST', payment: 'VOIDED', held: 0 });
  await until(
    () => cartOf(customer, cartId),
    (lines) => lines[productId] === 3,
  );
  const { timeline } = await orderOf(customer, orderId);
  expect(timeline.map(({ kind }) => kind)).toEqual(['PLACED', 'CANCELLED', 'PAYMENT_UPDATED']);
});

test('RESERVED: at once, the lines are in the cart again and the payment is void', async () => {
  const methodId = await paymentMethod(customer.account, 'pm_card_authenticationRequired');
  const { orderId, cartId } = await order(customer, [{ productId, quantity: 3 }], { methodId });
  await orderWhen(customer, orderId, ({ payment }) => payment?.status === 'ACTION_REQUIRED');
  expect(await stockOf(productId)).toEqual({ ...before, reserved: before.reserved + 3 });
  expect(await cartOf(customer, cartId)).toEqual({});
  expect(await cancel(customer, orderId)).toBe('CANCELLED');
  await expectUndone({ orderId, reason: 'CUSTOMER_REQUEST', payment: 'VOIDED', held: 0 });
  await until(
    () => cartOf(customer, cartId),
    (lines) => lines[productId] === 3,
  );
});

test('CONFIRMED: by request, which delivery grants; the lines stay gone', async () => {
  const { orderId, cartId, total } = await order(customer, [{ productId, quantity: 3 }]);
  await orderWhen(customer, orderId, ({ delivery }) => delivery?.status === 'SCHEDULED');
  expect(await cancel(customer, orderId)).toBe('CANCELLATION_PENDING');
  await expectUndone({ orderId, reason: 'CUSTOMER_REQUEST', payment: 'VOIDED', held: total });
  expect((await orderOf(customer, orderId)).delivery?.status).toBe('CANCELLED');
  expect(await cartOf(customer, cartId)).toEqual({});
});

test('PACKING: by request, which delivery grants', async () => {
  const { orderId, cartId, total } = await order(customer, [{ productId, quantity: 3 }]);
  await orderInStatus(customer, orderId, 'CONFIRMED');
  await startPacking(orderId);
  expect(await cancel(customer, orderId)).toBe('CANCELLATION_PENDING');
  await expectUndone({ orderId, reason: 'CUSTOMER_REQUEST', payment: 'VOIDED', held: total });
  expect(await cartOf(customer, cartId)).toEqual({});
});

test('READY: no longer by the customer, but by the staff, though a courier is at the store', async () => {
  const { orderId, total } = await order(customer, [{ productId, quantity: 3 }]);
  await orderInStatus(customer, orderId, 'CONFIRMED');
  await startPacking(orderId);
  await finishPacking(orderId);
  const deliveryId = await courier.accept(orderId);
  await courier.arrive(deliveryId);
  await expect(cancel(customer, orderId)).rejects.toThrow('INVALID_ORDER_STATE');
  expect((await orderOf(customer, orderId)).isCancelRequested).toBe(false);
  expect(await cancel(staff, orderId)).toBe('CANCELLATION_PENDING');
  await expectUndone({ orderId, reason: 'STAFF_REQUEST', payment: 'VOIDED', held: total });
  await expect(courier.pickUp(deliveryId)).rejects.toThrow('INVALID_DELIVERY_STATE');
});

test('from OUT_FOR_DELIVERY on: refused to everybody, and nothing changes', async () => {
  const { orderId, total } = await order(customer, [{ productId, quantity: 3 }]);
  await orderInStatus(customer, orderId, 'CONFIRMED');
  await startPacking(orderId);
  await finishPacking(orderId);
  const deliveryId = await courier.accept(orderId);
  await courier.arrive(deliveryId);
  await courier.pickUp(deliveryId);
  const { version, delivery } = await orderInStatus(customer, orderId, 'OUT_FOR_DELIVERY');
  const refused = async (who: Pick<Customer, 'account'>): Promise<boolean> =>
    cancel(who, orderId).then(
      () => false,
      (error: unknown) => isRefused(error, 'INVALID_ORDER_STATE'),
    );
  expect([await refused(customer), await refused(staff)]).toEqual([true, true]);
  expect((await orderOf(customer, orderId)).version).toBe(version);
  await courier.handOver(deliveryId, delivery?.handoverCode ?? '');
  const end = await orderWhen(customer, orderId, ({ payment }) => payment?.status === 'CAPTURED');
  expect(end.status).toBe('DELIVERED');
  expect([await refused(customer), await refused(staff)]).toEqual([true, true]);
  expect(await stockOf(productId)).toEqual({ ...before, onHand: before.onHand - 3 });
  expect(await providerTotals(orderId)).toMatchObject({ captured: total, captures: 1, openHolds: 0 });
});

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);
