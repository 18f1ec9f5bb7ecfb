import { randomUUID } from 'node:crypto';
import type { Customer } from '../harness/accounts.ts';
import { closeAll, newCustomer, paymentMethod } from '../harness/accounts.ts';
import { paymentRetry } from '../harness/operations.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { providerTotals } from '../harness/provider.ts';
import type { Placed } from '../harness/shopping.ts';
import { cancel, cartOf, order, orderInStatus, orderOf, orderWhen, product } from '../harness/shopping.ts';
import type { Courier } from '../harness/staff.ts';
import { courierOnShift, pack } from '../harness/staff.ts';
import type { StockLevel } from '../harness/stock.ts';
import { stockOf } from '../harness/stock.ts';
import { until } from '../harness/waiting.ts';

const { productId } = product(20);
let courier: Courier;
let customer: Customer;
/** Longer than `paymentDeadlineMs` of the tests' times. */
const A_DEADLINE_MS = 60_000;
/** An order whose deadline runs while the other tests do. */
let unpaid: Placed & { productId: string; before: StockLevel };
beforeAll(async () => {
  courier = await courierOnShift();
  customer = await newCustomer('Paula Payer');
  const methodId = await paymentMethod(customer.account, 'pm_card_chargeDeclined');
  const declined = product(21).productId;
  const before = await stockOf(declined);
  const placed = await order(customer, [{ productId: declined, quantity: 2 }], { methodId });
  unpaid = { ...placed, productId: declined, before };
});
afterAll(closeAll);

/** Numbers of the attempts; the provider may have responded the last one before the payload is read. */
const retry = async (orderId: string, paymentMethodId: string): Promise<number[]> => {
  const input = { orderId, paymentMethodId, idempotencyKey: randomUUID() };
  const { payment } = await customer.account.execute(paymentRetry, { input });
  return payment.attempts.map(({ number }) => number);
};

async function deliver(orderId: string): Promise<void> {
  await pack(orderId);
  const deliveryId = await courier.accept(orderId);
  await courier.arrive(deliveryId);
  await courier.pickUp(deliveryId);
  const { delivery } = await orderInStatus(customer, orderId, 'OUT_FOR_DELIVERY');
  await courier.handOver(deliveryId, delivery?.handoverCode ?? '');
}

test('declined, then paid with another card', async () => {
  const methodId = await paymentMethod(customer.account, 'pm_card_chargeDeclinedInsufficientFunds');
  const { orderId, total } = await order(customer, [{ productId, quantity: 1 }], { methodId });
  // Orders and payments are asked one after the other: a response may show the order as it was before the payment.
  const declined = await orderWhen(
    customer,
    orderId,
    ({ status, payment }) => status === 'RESERVED' && payment?.status === 'FAILED',
  );
  expect(declined.payment?.attempts).toEqual([
    { number: 1, status: 'FAILED', failureReason: 'INSUFFICIENT_FUNDS' },
  ]);
  expect(await retry(orderId, customer.methodId)).toEqual([1, 2]);
  const confirmed = await orderInStatus(customer, orderId, 'CONFIRMED');
  expect(confirmed.timeline.map(({ kind }) => kind).slice(0, 4)).toEqual([
    'PLACED',
    'RESERVED',
    'PAYMENT_FAILED',
    'CONFIRMED',
  ]);
  await deliver(orderId);
  const { payment } = await orderWhen(customer, orderId, (found) => found.payment?.status === 'CAPTURED');
  expect(payment?.attempts).toEqual([
    { number: 1, status: 'FAILED', failureReason: 'INSUFFICIENT_FUNDS' },
    { number: 2, status: 'CAPTURED', failureReason: null },
  ]);
  expect(await providerTotals(orderId)).toMatchObject({ authorised: total, captured: total, captures: 1 });
});

test('3-D Secure: the order waits for the customer, and goes on once the bank says yes', async () => {
  const methodId = await paymentMethod(customer.account, 'pm_card_authenticationRequired');
  const { orderId, total } = await order(customer, [{ productId, quantity: 1 }], { methodId });
  const requested = await orderWhen(
    customer,
    orderId,
    ({ payment }) => payment?.status === 'ACTION_REQUIRED',
  );
  expect(requested.status).toBe('RESERVED');
  const url = requested.payment?.nextAction?.redirectUrl ?? '';
  const page = await fetch(url);
  expect([page.status, (await page.text()).includes(`Pay ${(total / 100).toFixed(2)} EUR?`)]).toEqual([
    200,
    true,
  ]);
  const response = await fetch(`${url}&outcome=complete`, { redirect: 'manual' });
  expect(response.status).toBeLessThan(400);
  const confirmed = await orderInStatus(customer, orderId, 'CONFIRMED');
  expect(confirmed.payment?.nextAction).toBeNull();
  expect(confirmed.payment?.attempts).toEqual([{ number: 1, status: 'AUTHORIZED', failureReason: null }]);
  expect(await providerTotals(orderId)).toMatchObject({ authorised: total, openHolds: 1, captured: 0 });
  expect(await cancel(customer, orderId)).toBe('CANCELLATION_PENDING');
  await orderWhen(customer, orderId, ({ payment }) => payment?.status === 'VOIDED');
  expect(await providerTotals(orderId)).toMatchObject({ openHolds: 0, heldAmount: 0, captured: 0 });
});

test('cash: nothing at the provider, settled at the door', async () => {
  const methodId = await paymentMethod(customer.account, undefined);
  const { orderId } = await order(customer, [{ productId, quantity: 1 }], { methodId });
  const confirmed = await orderInStatus(customer, orderId, 'CONFIRMED');
  expect(confirmed.payment).toMatchObject({ status: 'AUTHORIZED', method: { label: 'Cash at the door' } });
  await deliver(orderId);
  const { payment } = await orderWhen(customer, orderId, (found) => found.payment?.status === 'CAPTURED');
  expect(payment?.attempts).toEqual([{ number: 1, status: 'CAPTURED', failureReason: null }]);
  expect(await providerTotals(orderId)).toBeUndefined();
  expect((await orderOf(customer, orderId)).status).toBe('DELIVERED');
});

test('declined and not paid in time: cancelled, the goods and the lines are back', async () => {
  const { orderId, cartId, before } = unpaid;
  const end = await orderWhen(customer, orderId, ({ status }) => status === 'CANCELLED', A_DEADLINE_MS);
  expect(end.cancelReason).toBe('PAYMENT_TIMEOUT');
  expect(end.timeline.map(({ kind }) => kind).slice(0, 4)).toEqual([
    'PLACED',
    'RESERVED',
    'PAYMENT_FAILED',
    'CANCELLED',
  ]);
  const level = () => stockOf(unpaid.productId);
  expect(await until(level, ({ reserved }) => reserved === before.reserved)).toEqual(before);
  const lines = () => cartOf(customer, cartId);
  expect(await until(lines, (found) => found[unpaid.productId] !== undefined)).toEqual({
    [unpaid.productId]: 2,
  });
  await expect(retry(orderId, customer.methodId)).rejects.toThrow('INVALID_PAYMENT_STATE');
  expect(await providerTotals(orderId)).toBeUndefined();
}, 90_000);

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);
