import { z } from 'zod';
import { query } from '../../../tools/src/client/index.ts';
import { closeAll, api, newCustomer } from '../harness/accounts.ts';
import type { Customer } from '../harness/accounts.ts';
import { whileBrokerStandsStill } from '../harness/faults.ts';
import { brokenInvariants } from '../harness/invariants.ts';
import { providerTotals } from '../harness/provider.ts';
import type { Basket } from '../harness/shopping.ts';
import {
  cartOf,
  fillCart,
  orderInStatus,
  orderOf,
  orderWhen,
  placeOrder,
  product,
  store,
} from '../harness/shopping.ts';
import type { Courier } from '../harness/staff.ts';
import { courierOnShift, finishPacking, startPacking } from '../harness/staff.ts';
import { stockOf } from '../harness/stock.ts';
import type { Watch } from '../harness/watch.ts';
import { stepsOf, watchOrder, watchOrderBySse } from '../harness/watch.ts';

let courier: Courier;
beforeAll(async () => {
  courier = await courierOnShift();
});
afterAll(closeAll);

/** How much of a stock the public is shown. */
const MAX_SHOWN = 100;

const milk = product(0);
const bread = product(1);

const browse = query<{ storeId: string; search: string }>()(
  `query Browse($storeId: ID!, $search: String!) {
    products(search: $search, first: 20) {
      edges { node { id price { amount currency } availability(storeId: $storeId) { available } } }
    }
  }`,
  z.object({
    products: z.object({
      edges: z.array(
        z.object({
          node: z.object({
            id: z.string(),
            price: z.object({ amount: z.number(), currency: z.string() }),
            availability: z.object({ available: z.number() }),
          }),
        }),
      ),
    }),
  }),
);

/** Each step of an order that nothing goes wrong with. */
const STEPS = [
  ['PLACED', 'PLACED'],
  ['RESERVED', 'RESERVED'],
  ['CONFIRMED', 'CONFIRMED'],
  ['DELIVERY_UPDATED', 'CONFIRMED'], // scheduled
  ['PACKING_STARTED', 'PACKING'],
  ['LINE_PICKED', 'PACKING'],
  ['READY', 'READY'],
  ['DELIVERY_UPDATED', 'READY'], // a courier accepted
  ['DELIVERY_UPDATED', 'READY'], // and is at the store
  ['PICKED_UP', 'OUT_FOR_DELIVERY'],
  ['DELIVERED', 'DELIVERED'],
  ['PAYMENT_UPDATED', 'DELIVERED'], // captured
];

test.each([
  { transport: 'graphql-ws', watchBy: (by: Customer, id: string): Watch => watchOrder(by, id) },
  { transport: 'graphql-sse', watchBy: watchOrderBySse },
])('an order from the shelf to the door, live over $transport', async ({ watchBy }) => {
  const { products } = await api.execute(browse, { storeId: store.storeId, search: milk.name });
  const before = await stockOf(milk.productId);
  expect(products.edges.map(({ node }) => node)).toContainEqual({
    id: milk.productId,
    price: { amount: milk.price, currency: 'EUR' },
    availability: { available: Math.min(before.onHand - before.reserved, MAX_SHOWN) },
  });

  const customer = await newCustomer('Wanda Whole');
  const basket: Basket = await fillCart(customer, [
    { productId: milk.productId, quantity: 2 },
    { productId: bread.productId, quantity: 1 },
  ]);
  const total = 2 * milk.price + bread.price + store.deliveryFee;
  expect(basket.total).toBe(total);

  const { orderId, watch } = await whileBrokerStandsStill(async () => {
    const placed = await placeOrder(customer, basket);
    const watching = watchBy(customer, placed.orderId);
    await watching.step('PLACED');
    return { orderId: placed.orderId, watch: watching };
  });
  await watch.step('CONFIRMED');
  expect(await stockOf(milk.productId)).toEqual({ ...before, reserved: before.reserved + 2 });
  // Scheduled before the store begins, so that the order of the steps is one only.
  await orderWhen(customer, orderId, ({ delivery }) => delivery !== null);
  await watch.step('DELIVERY_UPDATED');
  await startPacking(orderId);
  await finishPacking(orderId);
  const deliveryId = await courier.accept(orderId);
  await courier.arrive(deliveryId);
  await courier.pickUp(deliveryId);
  const { delivery } = await orderInStatus(customer, orderId, 'OUT_FOR_DELIVERY');
  const code = delivery?.handoverCode ?? '';
  expect(code).toMatch(/^\d{4}$/);
  const wrong = String((Number(code) + 1) % 10_000).padStart(4, '0');
  await expect(courier.handOver(deliveryId, wrong)).rejects.toThrow('WRONG_CODE');
  await courier.handOver(deliveryId, code);
  await watch.step('PAYMENT_UPDATED');
  await watch.stop();

  const received = watch.updates.map(({ step }) => [step.kind, step.status]);
  expect(received).toEqual(STEPS);
  expect(watch.updates.map(({ sequence }) => sequence)).toEqual(STEPS.map((_, index) => index + 1));
  const done = await orderOf(customer, orderId);
  expect(stepsOf(watch.updates.map(({ step }) => step))).toEqual(stepsOf(done.timeline));

  // One message, six subgraphs: orders, users, inventory, products, payments, delivery.
  expect(watch.updates.at(-1)?.order).toEqual({
    id: orderId,
    number: expect.stringMatching(/^NK-\d{6}$/),
    status: 'DELIVERED',
    version: STEPS.length,
    canCancel: false,
    isCancelRequested: false,
    cancelReason: null,
    totals: { total: { amount: total, currency: 'EUR' } },
    customer: { id: customer.userId, name: 'Wanda Whole' },
    store: { id: store.storeId, name: 'Nakku Mitte' },
    lines: [
      { quantity: 2, name: milk.name, product: shown(milk) },
      { quantity: 1, name: bread.name, product: shown(bread) },
    ],
    payment: {
      status: 'CAPTURED',
      method: { label: 'Visa •••• 4242' },
      nextAction: null,
      attempts: [{ number: 1, status: 'CAPTURED', failureReason: null }],
    },
    delivery: {
      id: deliveryId,
      status: 'DELIVERED',
      handoverCode: code,
      proof: 'CODE',
      courier: { displayName: 'Carlos', vehicle: 'SCOOTER' },
    },
    timeline: done.timeline,
  });
  expect(await stockOf(milk.productId)).toEqual({ ...before, onHand: before.onHand - 2 });
  expect(await cartOf(customer, basket.cartId)).toEqual({});
  expect(await providerTotals(orderId)).toEqual({
    authorised: total,
    captured: total,
    captures: 1,
    refunded: 0,
    openHolds: 0,
    heldAmount: 0,
  });
});

function shown({ productId, name, price }: typeof milk): Record<string, unknown> {
  return { id: productId, name, price: { amount: price, currency: 'EUR' } };
}

test('after all of it every invariant holds', async () => {
  expect(await brokenInvariants()).toBe('');
}, 90_000);
