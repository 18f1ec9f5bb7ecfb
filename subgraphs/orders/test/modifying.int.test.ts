import { eventually } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Placed } from './harness.ts';
import { eventsOf, published } from './otherContexts.ts';
import { reach } from './reach.ts';

let shop: OrdersHarness;
const bread = uuidv7();
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
  await shop.others.product(bread, 'ACTIVE');
  await eventually(async () => {
    expect((await shop.pool.query('SELECT FROM catalogue_products')).rows).toHaveLength(1);
  });
}, 60_000);
afterAll(() => shop.stop());

const document = `mutation ($input: OrderModifyInput!) { orderModify(input: $input) {
  order { id version canModify pendingChange { waitsFor totals { total { amount } taxes { rate gross { amount } } } } }
  preview { isPaymentIncreased totals { subtotal { amount } deliveryFee { amount } total { amount currency }
    taxes { rate gross { amount } } } }
  userErrors { __typename ... on UserError { code path } ... on TotalChangedError { total { amount } } } } }`;

async function modify({ orderId, caller }: Placed, over: Record<string, unknown>) {
  const input = { orderId, expectedVersion: 3, idempotencyKey: uuidv7(), ...over };
  const { data, errors } = await shop.client.query(document, { input }, caller);
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data.orderModify;
}

async function seen({ orderId, caller }: Placed) {
  const query = `query ($id: ID!) { order(id: $id) { version handover agreedTotal { amount } canModify
    address { lines instructions } totals { total { amount } deliveryFee { amount } }
    pendingChange { waitsFor }
    lines { id name quantity status removedQuantity unitPrice { amount } finalTotal { amount } note }
    timeline { kind detail } } }`;
  return (await shop.client.query(query, { id: orderId }, caller)).data?.order;
}

async function confirmed(): Promise<Placed> {
  const placed = await shop.placed();
  await reach(shop, placed, 'CONFIRMED');
  return placed;
}
const lineOf = async (placed: Placed, index: number): Promise<string> => (await seen(placed)).lines[index].id;
/** The ID by which the other contexts know a change that was just requested. */
const changeOf = async ({ orderId }: Placed): Promise<string> => {
  const { data } = (await published(shop.capture, orderId, 4))[3] ?? { data: {} };
  return String((data as { changeId?: string }).changeId);
};

test('what costs no more is changed at once, and the other contexts follow', async () => {
  const placed = await confirmed();
  const bananas = await lineOf(placed, 2);
  const key = uuidv7();
  const change = {
    lines: [{ lineId: bananas, quantity: 0 }],
    ...{ instructions: '', handover: 'CODE', expectedTotal: 987, idempotencyKey: key },
  };
  const { order, userErrors } = await modify(placed, change);
  expect(userErrors).toEqual([]);
  expect(order).toEqual({ id: placed.orderId, version: 5, canModify: true, pendingChange: null });
  // The same key gets the same answer, and nothing happens twice.
  expect((await modify(placed, change)).order.version).toBe(5);
  const now = await seen(placed);
  expect(now).toMatchObject({
    ...{ version: 5, handover: 'CODE', agreedTotal: { amount: 987 }, totals: { total: { amount: 987 } } },
    address: { lines: placed.quote.dropoff.lines, instructions: null },
  });
  expect(now.lines[2]).toMatchObject({
    quantity: 3,
    status: 'REMOVED',
    removedQuantity: 3,
    finalTotal: { amount: 0 },
  });
  expect(now.timeline.slice(3)).toEqual([
    { kind: 'MODIFIED', detail: null },
    { kind: 'TOTAL_CHANGED', detail: 'The total has changed from 12.87 EUR to 9.87 EUR.' },
  ]);
  const [modified, changed] = (await published(shop.capture, placed.orderId, 5)).slice(3);
  expect(modified).toMatchObject({
    type: 'order.modified',
    data: {
      ...{ handover: 'CODE', dropoff: { instructions: null }, totals: { total: 987 } },
      lines: [
        { quantity: 2, total: 398 },
        { quantity: 1, total: 199 },
        { quantity: 0, total: 0 },
      ],
    },
  });
  expect(changed?.type).toBe('order.totals_changed');
});

test('a dry run says what it would cost and changes nothing', async () => {
  const placed = await confirmed();
  const key = uuidv7();
  const edit = { add: [{ productId: bread, quantity: 2 }], idempotencyKey: key };
  const { order, preview, userErrors } = await modify(placed, { ...edit, isDryRun: true });
  expect([order, userErrors]).toEqual([null, []]);
  expect(preview).toEqual({
    isPaymentIncreased: true,
    totals: {
      ...{ subtotal: { amount: 1295 }, deliveryFee: { amount: 290 } },
      ...{ total: { amount: 1685, currency: 'EUR' }, taxes: [{ rate: 700, gross: { amount: 1585 } }] },
    },
  });
  expect(await seen(placed)).toMatchObject({ version: 3, agreedTotal: { amount: 1287 } });
  expect(eventsOf(shop.capture, placed.orderId)).toHaveLength(3);
  expect((await modify(placed, { ...edit, expectedTotal: 1684 })).userErrors).toEqual([
    {
      ...{ __typename: 'TotalChangedError', code: 'ORDER_TOTAL_CHANGED', path: ['input', 'expectedTotal'] },
      total: { amount: 1685 },
    },
  ]);
});

test('what needs more waits for stock and money; then it is part of the order', async () => {
  const placed = await confirmed();
  const { orderId } = placed;
  const milk = await lineOf(placed, 0);
  const edit = {
    add: [{ productId: bread, quantity: 2, note: 'sliced', ifUnavailable: 'REFUND' }],
    lines: [{ lineId: milk, quantity: 1 }],
  };
  const { order } = await modify(placed, edit);
  expect(order).toEqual({
    ...{ id: orderId, version: 4, canModify: false },
    pendingChange: {
      waitsFor: 'STOCK',
      totals: { total: { amount: 1486 }, taxes: [{ rate: 700, gross: { amount: 1386 } }] },
    },
  });
  expect((await modify(placed, { ...edit, expectedVersion: 4 })).userErrors).toMatchObject([
    { __typename: 'ChangePendingError', code: 'CHANGE_PENDING' },
  ]);
  const changeId = await changeOf(placed);
  const [requested] = (await published(shop.capture, orderId, 4)).slice(3);
  const [milkId, , bananaId] = placed.quote.lines.map(({ productId }) => productId);
  const items = [
    { productId: milkId, quantity: 2 },
    { productId: bananaId, quantity: 3 },
    { productId: bread, quantity: 2 },
  ];
  expect(requested).toMatchObject({ type: 'order.change_requested', data: { changeId } });
  expect(new Set((requested?.data as { lines: object[] }).lines)).toEqual(new Set(items));
  await shop.others.change(placed, changeId);
  const [reserved] = (await published(shop.capture, orderId, 5)).slice(4);
  expect(reserved).toMatchObject({
    ...{ type: 'order.change_reserved', data: { changeId, amount: 1486, currency: 'EUR' } },
  });
  await shop.others.payment(placed, 'increased', { changeId, amount: 1486, attempt: 2 });
  const events = await published(shop.capture, orderId, 7);
  expect(events.slice(5).map(({ type }) => type)).toEqual(['order.modified', 'order.totals_changed']);
  const now = await seen(placed);
  expect(now).toMatchObject({
    ...{
      canModify: true,
      pendingChange: null,
      agreedTotal: { amount: 1486 },
      totals: { total: { amount: 1486 } },
    },
  });
  expect(now.lines[0]).toMatchObject({ quantity: 2, removedQuantity: 1, finalTotal: { amount: 199 } });
  expect(now.lines[3]).toMatchObject({
    ...{ name: 'Milk', quantity: 2, status: 'OPEN', note: 'sliced', unitPrice: { amount: 199 } },
  });
  // The attempt that replaced the first one is the one whose capture counts.
  await shop.others.payment(placed, 'completed', { attempt: 2, amount: 1486 });
  await eventually(async () => {
    const { rows } = await shop.pool.query('SELECT payment_status, change FROM orders WHERE id = $1', [
      orderId,
    ]);
    expect(rows).toEqual([{ payment_status: 'CAPTURED', change: null }]);
  });
});

test.each([
  ['the store has too little', 'STOCK', 'The store has too little stock for the change.'],
  ['the card is declined', 'PAYMENT', 'The payment of the change was not authorised.'],
] as const)('the order stays as it is if %s', async (_name, stage, detail) => {
  const placed = await confirmed();
  await modify(placed, { add: [{ productId: bread, quantity: 1 }] });
  const changeId = await changeOf(placed);
  if (stage === 'STOCK') {
    await shop.others.change(placed, changeId, [{ productId: bread, requested: 1, available: 0 }]);
  } else {
    await shop.others.change(placed, changeId);
    await published(shop.capture, placed.orderId, 5);
    await shop.others.payment(placed, 'increase_failed', { changeId, reason: 'CARD_DECLINED' });
  }
  const count = stage === 'STOCK' ? 5 : 6;
  const closed = (await published(shop.capture, placed.orderId, count)).at(-1);
  const reason = stage === 'STOCK' ? 'OUT_OF_STOCK' : 'PAYMENT_FAILED';
  expect(closed).toMatchObject({ type: 'order.change_closed', data: { changeId, reason } });
  const now = await seen(placed);
  expect(now.timeline.at(-1)).toEqual({ kind: 'CHANGE_CLOSED', detail });
  expect([now.lines.length, now.agreedTotal.amount, now.canModify]).toEqual([3, 1287, true]);
});

test('a change that nobody secures ends by itself', async () => {
  const placed = await confirmed();
  await modify(placed, { add: [{ productId: bread, quantity: 1 }] });
  const due = `UPDATE platform.deadlines SET due_at = clock_timestamp() WHERE key = $1 AND kind = 'order.change'`;
  expect((await shop.pool.query(due, [placed.orderId])).rowCount).toBe(1);
  const closed = (await published(shop.capture, placed.orderId, 5)).at(-1);
  expect(closed).toMatchObject({ type: 'order.change_closed', data: { reason: 'TIMED_OUT' } });
});

test('the address may be any within reach of the store', async () => {
  const placed = await confirmed();
  const { dropoff } = placed.quote;
  const near = { ...dropoff, lines: ['Linienstraße 1'], location: { latitude: 52.53, longitude: 13.41 } };
  const far = { ...near, location: { latitude: 52.6, longitude: 13.4 } };
  expect((await modify(placed, { address: far })).userErrors).toMatchObject([
    { __typename: 'AddressNotServedError', path: ['input', 'address'] },
  ]);
  expect((await modify(placed, { address: near })).userErrors).toEqual([]);
  expect((await seen(placed)).address.lines).toEqual(['Linienstraße 1']);
});
