import { failpoints } from '@nakku/platform';
import type { Failpoint } from '@nakku/platform';
import type { Account } from '../../../tools/src/client/index.ts';
import { openAccount } from '../../../tools/src/client/index.ts';
import type { Customer } from '../harness/accounts.ts';
import { api, closedAtTheEnd, closeAll, newCustomer, paymentMethod } from '../harness/accounts.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { mailsAbout } from '../harness/mails.ts';
import { cartAddressSet, cartHandoverSet, cartQuery } from '../harness/operations.ts';
import { providerTotals } from '../harness/provider.ts';
import type { Basket } from '../harness/shopping.ts';
import { address, fillCart, order, orderWhen, placeOrder, product } from '../harness/shopping.ts';
import type { Courier } from '../harness/staff.ts';
import { courierOnShift, pack } from '../harness/staff.ts';
import { countStock } from '../harness/stock.ts';
import type { Subgraph } from '../harness/system.ts';
import { SUBGRAPHS } from '../harness/system.ts';
import { until } from '../harness/waiting.ts';
import { stepsOf, watchOrder } from '../harness/watch.ts';
import { CASES } from './cases.ts';
import { describeProduct } from './describing.ts';
import type { Strikes } from './strikes.ts';
import { arm } from './strikes.ts';

const { productId } = product(90);
const counted = product(91).productId;
/** For one hop, while every service on its way dies again and again. */
const TIMEOUT_MS = 120_000;
const UNPAID = 3;

let courier: Courier;
let customer: Customer;
let basket: Basket;
let strikes: Strikes;
/** Orders whose deadline passes while their service dies. */
let unpaid: string[];
/** The order that got to the door. */
let delivered: string;

/** The same account, which waits as long as this test does. */
function retrying(account: Account): Account {
  const execute: Account['execute'] = (operation, variables, o) =>
    account.execute(operation, variables, { timeoutMs: TIMEOUT_MS, ...o });
  return { ...account, execute };
}

beforeAll(async () => {
  courier = await courierOnShift();
  const fay = await newCustomer('Fay Failpoint');
  customer = { ...fay, account: retrying(fay.account) };
  // Adding lines twice is no repetition: the cart is filled before anything dies.
  basket = await fillCart(customer, [{ productId, quantity: 2 }]);
  const declined = await paymentMethod(customer.account, 'pm_card_chargeDeclined');
  unpaid = [];
  for (let i = 0; i < UNPAID; i += 1) {
    const { orderId } = await order(customer, [{ productId, quantity: 1 }], { methodId: declined });
    unpaid.push(orderId);
  }
  for (const orderId of unpaid)
    await orderWhen(customer, orderId, ({ payment }) => payment?.status === 'FAILED');
  strikes = await arm(CASES);
}, 120_000);
afterAll(async () => {
  await strikes.disarm();
  await closeAll();
}, 60_000);

test('every failpoint of the catalogue has a case', () => {
  const struck = new Set<string>(Object.values(CASES).flat());
  expect(Object.keys(failpoints).filter((name) => !struck.has(name))).toEqual([]);
});

/** What services do beside the order, each by acts that may be repeated. @returns the cart's version after it */
async function prepare(): Promise<number> {
  const { account, email, password } = customer;
  for (let login = 0; login < 3; login += 1) {
    const again = closedAtTheEnd(openAccount(api, { email, password }));
    await retrying(again).execute(cartQuery, { id: basket.cartId });
  }
  for (const pieces of [900, 800]) await countStock(counted, pieces);
  for (const text of ['Once struck.', 'Struck again.']) await describeProduct(counted, text, TIMEOUT_MS);
  for (const handover of ['LEFT_AT_DOOR', 'CODE'] as const)
    await account.execute(cartHandoverSet, { cartId: basket.cartId, handover });
  const { cart } = await account.execute(cartAddressSet, { cartId: basket.cartId, address: { address } });
  return cart.version;
}

test('while each service dies at each of its steps, an order gets to the door without a hand', async () => {
  const version = await prepare();
  const { orderId, total } = await placeOrder(customer, { cartId: basket.cartId, version });
  delivered = orderId;
  const watch = watchOrder(customer, orderId);
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null, TIMEOUT_MS);
  await pack(orderId);
  const deliveryId = await courier.accept(orderId, TIMEOUT_MS);
  await courier.arrive(deliveryId);
  await courier.pickUp(deliveryId);
  const riding = await orderWhen(
    customer,
    orderId,
    ({ status }) => status === 'OUT_FOR_DELIVERY',
    TIMEOUT_MS,
  );
  await courier.handOver(deliveryId, riding.delivery?.handoverCode ?? '');
  await watch.step('PAYMENT_UPDATED', TIMEOUT_MS);
  await watch.stop();
  const isPaid = ({ payment }: typeof riding): boolean => payment?.status === 'CAPTURED';
  const { status, timeline, payment } = await orderWhen(customer, orderId, isPaid, TIMEOUT_MS);

  expect(status).toBe('DELIVERED');
  expect(payment?.attempts).toEqual([{ number: 1, status: 'CAPTURED', failureReason: null }]);
  expect(timeline.map(({ sequence }) => sequence)).toEqual(timeline.map((_, index) => index + 1));
  const first = watch.updates[0]?.sequence ?? 0;
  expect(stepsOf(watch.updates.map(({ step }) => step))).toEqual(
    stepsOf(timeline).filter(({ sequence }) => sequence >= first),
  );
  expect(await providerTotals(orderId)).toEqual({
    authorised: total,
    captured: total,
    captures: 1,
    refunded: 0,
    openHolds: 0,
    heldAmount: 0,
  });
}, 480_000);

test('orders whose deadline passes meanwhile are cancelled, once each', async () => {
  for (const orderId of unpaid) {
    const end = await orderWhen(customer, orderId, ({ status }) => status === 'CANCELLED', TIMEOUT_MS);
    expect(end.cancelReason).toBe('PAYMENT_TIMEOUT');
    expect(end.timeline.filter(({ kind }) => kind === 'CANCELLED')).toHaveLength(1);
    expect(await providerTotals(orderId)).toBeUndefined();
  }
}, 120_000);

test('each order is mailed about once for what became of it', async () => {
  const subjectsOf = async (orderId: string) =>
    (await mailsAbout(orderId, customer.email)).map((subject) => subject.replace(/Order \S+/, 'Order'));
  for (const [orderId, expected] of [
    [delivered, ['Order is confirmed', 'Order is delivered']],
    ...unpaid.map((one) => [one, ['Order is cancelled']] as const),
  ] as const) {
    const subjects = await until(
      () => subjectsOf(orderId),
      ({ length }) => length >= expected.length,
      TIMEOUT_MS,
    );
    expect(subjects).toEqual(expected);
  }
}, 240_000);

const cases = SUBGRAPHS.flatMap((service) =>
  (CASES[service] ?? []).map((at): [Subgraph, Failpoint] => [service, at]),
);

test.each(cases)('%s died at %s', async (service, at) => {
  await until(
    () => strikes.hasStruck(service, at),
    (hasStruck) => hasStruck,
  );
});

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);
