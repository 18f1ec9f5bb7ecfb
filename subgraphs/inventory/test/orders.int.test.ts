import type { UserCaller } from '@nakku/identity';
import { customer, eventually, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { reconcile } from '../src/store/reconcile.ts';
import { insertStore } from '../src/store/stores.ts';
import { anOrder, type InventoryHarness, startInventoryHarness } from './harness.ts';
import { aStore, levelOf, RESTOCK } from './storeHarness.ts';

let s: InventoryHarness;
const store = aStore();
const staff = operator([store.storeId]);

beforeAll(async () => {
  s = await startInventoryHarness();
  await insertStore(s.db, store);
}, 60_000);
afterAll(async () => {
  expect(await reconcile(s.db)).toEqual([]);
  await s.close();
}, 60_000);

/** Receives pieces of a new product by the public mutation. */
async function receive(pieces: number): Promise<string> {
  const productId = await s.product();
  const { data } = await s.client.query(
    `mutation ($input: StockReceiveInput!) { stockReceive(input: $input) { stockItems { onHand } userErrors { __typename } } }`,
    { input: { storeId: store.storeId, lines: [{ productId, quantity: pieces }], idempotencyKey: uuidv7() } },
    staff,
  );
  expect(data?.stockReceive).toEqual({ stockItems: [{ onHand: pieces }], userErrors: [] });
  return productId;
}

const restock = (
  orderId: string,
  productId: string,
  quantity: number,
  caller: UserCaller = staff,
  key = uuidv7(),
) =>
  s.client.query(
    RESTOCK,
    { input: { orderId, lines: [{ productId, quantity }], idempotencyKey: key } },
    caller,
  );

const stateOf = async (orderId: string) => (await s.db.reservation.findUnique({ where: { orderId } }))?.state;
const level = (productId: string) => levelOf(s.db, store.storeId, productId);

test('the life of an order: held, kept, taken, returned, restocked', async () => {
  const productId = await receive(10);
  const order = anOrder(s, store.storeId, { [productId]: 4 });
  await order.created();
  const reserved = await s.capture.waitFor('inventory.reserved', { subject: order.orderId });
  expect(reserved).toMatchObject({ topic: 'reservations', key: order.orderId, sequence: 1 });
  expect(await level(productId)).toEqual([10, 4]);

  await order.confirmed();
  const kept = await s.capture.waitFor('inventory.reserved', {
    subject: order.orderId,
    where: (event) => event.sequence === 2,
  });
  expect(kept.data).toMatchObject({ expiresAt: null, lines: order.lines });

  await order.pickedUp();
  const taken = await s.capture.waitFor('inventory.committed', { subject: order.orderId });
  expect(taken).toMatchObject({ sequence: 3, data: { lines: order.lines } });
  expect(await level(productId)).toEqual([6, 0]);

  expect((await restock(order.orderId, productId, 1)).data?.orderRestock.userErrors).toMatchObject([
    { __typename: 'NotReturnableError' },
  ]);
  await order.returned();
  await eventually(async () => {
    expect(await s.db.orderReturn.count({ where: { orderId: order.orderId } })).toBe(1);
  });
  const tooMany = await restock(order.orderId, productId, 5);
  expect(tooMany.data?.orderRestock).toEqual({
    stockItems: null,
    userErrors: [
      {
        __typename: 'InvalidInputError',
        path: ['input', 'lines', '0', 'quantity'],
        message: 'must be at most 4, what left',
      },
    ],
  });
  const foreign = await restock(order.orderId, productId, 1, operator([uuidv7()]));
  expect(foreign.data?.orderRestock.userErrors).toMatchObject([{ __typename: 'NotFoundError' }]);
  const [one, same] = [uuidv7(), await level(productId)];
  expect(same).toEqual([6, 0]);
  for (let twice = 0; twice < 2; twice += 1) {
    const done = await restock(order.orderId, productId, 3, staff, one);
    expect(done.data?.orderRestock).toEqual({ stockItems: [{ onHand: 9 }], userErrors: [] });
  }
  expect((await restock(order.orderId, productId, 1)).data?.orderRestock.userErrors).toMatchObject([
    { __typename: 'NotReturnableError' },
  ]);
  const moved = await s.db.stockMovement.findMany({
    where: { orderId: order.orderId },
    orderBy: { version: 'asc' },
  });
  expect(moved.map((m) => [m.kind, m.onHandDelta, m.reservedDelta, m.actorId])).toEqual([
    ['RESERVATION', 0, 4, null],
    ['COMMIT', -4, -4, null],
    ['RESTOCK', 3, 0, staff.userId],
  ]);
});

test('a cancelled order gives back; a rejected one has nothing to give', async () => {
  const productId = await receive(2);
  const [first, second] = [1, 2].map(() => anOrder(s, store.storeId, { [productId]: 2 }));
  if (!first || !second) throw new Error('two orders');
  await first.created();
  await s.capture.waitFor('inventory.reserved', { subject: first.orderId });
  await second.created();
  const rejected = await s.capture.waitFor('inventory.reservation_rejected', { subject: second.orderId });
  expect(rejected.data).toMatchObject({
    reason: 'OUT_OF_STOCK',
    shortages: [{ productId, requested: 2, available: 0 }],
  });
  await second.cancelled();
  await first.cancelled();
  const released = await s.capture.waitFor('inventory.released', { subject: first.orderId });
  expect(released).toMatchObject({ sequence: 2, data: { lines: first.lines } });
  expect(await level(productId)).toEqual([2, 0]);
  expect([await stateOf(first.orderId), await stateOf(second.orderId)]).toEqual(['RELEASED', 'REJECTED']);
  expect(s.capture.of('inventory.released', second.orderId)).toEqual([]);
});

test('duplicates of events change nothing', async () => {
  const productId = await receive(10);
  const order = anOrder(s, store.storeId, { [productId]: 2 });
  const id = await order.created();
  await s.capture.waitFor('inventory.reserved', { subject: order.orderId });
  const [original] = await Promise.all([
    s.db.reservation.findUniqueOrThrow({ where: { orderId: order.orderId } }),
  ]);
  const created = { topic: 'orders', type: 'order.created', subject: order.orderId, sequence: 1, id };
  await s.producer.send({ ...created, data: {} });
  await order.cancelled();
  await s.capture.waitFor('inventory.released', { subject: order.orderId });
  await s.producer.send({ ...created, data: {} });
  const after = anOrder(s, store.storeId, { [productId]: 1 });
  await after.created();
  await s.capture.waitFor('inventory.reserved', { subject: after.orderId });
  expect(original.version).toBe(1);
  expect(await stateOf(order.orderId)).toBe('RELEASED');
  expect(await level(productId)).toEqual([10, 1]);
});

test('stock that is lost before the confirmation is told; when the goods leave all the same, the shortage is booked', async () => {
  const productId = await receive(3);
  const order = anOrder(s, store.storeId, { [productId]: 3 });
  await order.created();
  await s.capture.waitFor('inventory.reserved', { subject: order.orderId });
  await s.db.reservation.update({
    where: { orderId: order.orderId },
    data: { expiresAt: new Date(Date.now() - 1_000) },
  });
  // The job of the service sweeps it.
  await s.capture.waitFor('inventory.released', { subject: order.orderId });
  const faster = anOrder(s, store.storeId, { [productId]: 3 });
  await faster.created();
  await s.capture.waitFor('inventory.reserved', { subject: faster.orderId });

  await order.confirmed();
  const lost = await s.capture.waitFor('inventory.reservation_rejected', { subject: order.orderId });
  expect(lost).toMatchObject({ sequence: 3, data: { reason: 'STOCK_LOST' } });
  expect(await stateOf(order.orderId)).toBe('LOST');

  await order.pickedUp();
  await s.capture.waitFor('inventory.committed', { subject: order.orderId });
  expect(await level(productId)).toEqual([3, 3]);
  const moved = await s.db.stockMovement.findMany({
    where: { orderId: order.orderId, kind: { in: ['ADJUSTMENT', 'COMMIT'] } },
    orderBy: { kind: 'asc' },
  });
  expect(moved.map((m) => [m.kind, m.onHandDelta, m.reason])).toEqual([
    ['ADJUSTMENT', 3, 'Picked up after its stock was lost'],
    ['COMMIT', -3, null],
  ]);
  await faster.pickedUp();
  await s.capture.waitFor('inventory.committed', { subject: faster.orderId });
  expect(await level(productId)).toEqual([0, 0]);
});

test('customers cannot restock', async () => {
  const response = await restock(uuidv7(), uuidv7(), 1, customer());
  expect(response.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

test('pieces that are not on the shelf leave the hold and the books, once; those that were never reserved do not', async () => {
  const productId = await receive(10);
  const order = anOrder(s, store.storeId, { [productId]: 4 });
  await order.created();
  await order.short(productId, 1, 'PLACEMENT');
  await order.confirmed();
  await order.short(productId, 3);
  await eventually(async () => expect(await level(productId)).toEqual([7, 1]));
  const item = await s.db.stockItem.findFirstOrThrow({ where: { productId } });
  const movements = await s.db.stockMovement.findMany({
    where: { stockItemId: item.id, orderId: order.orderId },
    orderBy: [{ version: 'asc' }, { id: 'asc' }],
  });
  expect(movements.map(({ kind, onHandDelta, reservedDelta }) => [kind, onHandDelta, reservedDelta])).toEqual(
    [
      ['RESERVATION', 0, 4],
      ['RELEASE', 0, -3],
      ['ADJUSTMENT', -3, 0],
    ],
  );
  await order.pickedUp([{ productId, quantity: 1 }]);
  const taken = await s.capture.waitFor('inventory.committed', { subject: order.orderId });
  expect(taken.data).toMatchObject({ lines: [{ productId, quantity: 1 }] });
  expect(await level(productId)).toEqual([6, 0]);
});

test('a substitute is held for the order, and what it replaces leaves the books; both are taken', async () => {
  const [milk, oats] = [await receive(5), await receive(3)];
  const order = anOrder(s, store.storeId, { [milk]: 2 });
  await order.created();
  await order.confirmed();
  const substitutionId = uuidv7();
  await order.answered(substitutionId, oats, 2);
  const held = await s.capture.waitFor('inventory.substitute_reserved', { subject: order.orderId });
  expect(held).toMatchObject({ sequence: 3, data: { substitutionId, productId: oats, quantity: 2 } });
  expect([await level(milk), await level(oats)]).toEqual([
    [5, 2],
    [3, 2],
  ]);
  await order.substituted(substitutionId, oats, 2);
  await eventually(async () => expect(await level(milk)).toEqual([3, 0]));
  await order.pickedUp([{ productId: oats, quantity: 2 }]);
  await s.capture.waitFor('inventory.committed', { subject: order.orderId });
  expect([await level(milk), await level(oats)]).toEqual([
    [3, 0],
    [1, 0],
  ]);
});

test('the last substitute goes to one of two orders, and not to one that is cancelled', async () => {
  const [milk, oats] = [await receive(5), await receive(1)];
  const orders = [1, 2, 3].map(() => anOrder(s, store.storeId, { [milk]: 1 }));
  for (const order of orders) {
    await order.created();
    await order.confirmed();
  }
  const [first, second, gone] = orders;
  await gone?.cancelled();
  await gone?.answered(uuidv7(), oats, 1);
  const refused = await s.capture.waitFor('inventory.substitute_rejected', { subject: gone?.orderId ?? '' });
  expect(refused.data).toMatchObject({ productId: oats, quantity: 1 });
  await Promise.all([first?.answered(uuidv7(), oats, 1), second?.answered(uuidv7(), oats, 1)]);
  await eventually(async () => {
    const outcomes = await s.db.reservationLine.count({ where: { productId: oats, quantity: 1 } });
    expect(outcomes).toBe(1);
    expect(await level(oats)).toEqual([1, 1]);
  });
});

test('what a change needs more is held, all of it or nothing; what it needs less of is released when it is made', async () => {
  const [milk, oats] = [await receive(5), await receive(3)];
  const order = anOrder(s, store.storeId, { [milk]: 3 });
  await order.created();
  await order.confirmed();
  const [first, second, third] = [uuidv7(), uuidv7(), uuidv7()];
  await order.changeRequested(first, { [milk]: 1, [oats]: 4 });
  const rejected = await s.capture.waitFor('inventory.change_rejected', { subject: order.orderId });
  expect(rejected).toMatchObject({
    ...{
      sequence: 3,
      data: { changeId: first, shortages: [{ productId: oats, requested: 4, available: 3 }] },
    },
  });
  expect([await level(milk), await level(oats)]).toEqual([
    [5, 3],
    [3, 0],
  ]);
  await order.changeRequested(second, { [milk]: 1, [oats]: 2 });
  const reserved = await s.capture.waitFor('inventory.change_reserved', { subject: order.orderId });
  expect(reserved).toMatchObject({ sequence: 4, data: { changeId: second } });
  expect([await level(milk), await level(oats)]).toEqual([
    [5, 3],
    [3, 2],
  ]);
  await order.modified({ [milk]: 1, [oats]: 2 });
  await eventually(async () => expect(await level(milk)).toEqual([5, 1]));
  await order.changeRequested(third, { [milk]: 4, [oats]: 2 });
  await eventually(async () => expect(await level(milk)).toEqual([5, 4]));
  await order.changeClosed(third);
  // The harness says what was ordered first: three of milk and none of the oats.
  await eventually(async () =>
    expect([await level(milk), await level(oats)]).toEqual([
      [5, 3],
      [3, 0],
    ]),
  );
});
