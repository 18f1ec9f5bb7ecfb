import { admin, anonymous, courier, customer, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '@nakku/identity';
import { published } from './otherContexts.ts';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Placed } from './harness.ts';
import { reach } from './reach.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
}, 60_000);
afterAll(() => shop.stop());

async function execute(document: string, variables: Record<string, unknown>, caller: Caller) {
  const { data, errors } = await shop.client.query(document, variables, caller);
  if (errors || !data) throw new Error(errors?.map(({ extensions }) => extensions?.code).join());
  return data;
}

async function packing(over: Parameters<OrdersHarness['placed']>[0] = {}): Promise<Placed> {
  const placed = await shop.placed(over);
  await reach(shop, placed, 'PACKING');
  return placed;
}

const LIST = `query ($orderId: ID!) { pickList(orderId: $orderId) {
  openQuantity packer { id } order { id status }
  lines { barcode line { name quantity openQuantity pickedQuantity note ifUnavailable } } } }`;

describe('the pick list of an order', () => {
  test('has its lines with barcode, note and what is open', async () => {
    const { orderId, staff } = await packing();
    const line = (name: string, quantity: number, note: string | null) => ({
      barcode: name.toUpperCase(),
      line: { name, quantity, openQuantity: quantity, pickedQuantity: 0, note, ifUnavailable: 'MY_CHOICE' },
    });
    expect((await execute(LIST, { orderId }, staff)).pickList).toEqual({
      openQuantity: 6,
      packer: { id: staff.userId },
      order: { id: orderId, status: 'PACKING' },
      lines: [line('milk', 2, null), line('milk', 1, null), line('bananas', 3, 'ripe ones')],
    });
  });

  test('is for the staff of the store', async () => {
    const { orderId, caller, staff, storeId } = await packing();
    const list = async (who: Caller) => (await execute(LIST, { orderId }, who)).pickList;
    expect(await list(staff)).not.toBeNull();
    expect(await list(admin())).not.toBeNull();
    expect(await list(operator([uuidv7()]))).toBeNull();
    for (const who of [caller, customer({ storeIds: [storeId] }), courier()]) {
      await expect(list(who)).rejects.toThrow('FORBIDDEN');
    }
    await expect(list(anonymous())).rejects.toThrow('UNAUTHENTICATED');
    expect((await execute(LIST, { orderId: uuidv7() }, staff)).pickList).toBeNull();
  });
});

test('the queue of a store has what is to be packed, oldest promise first, page by page', async () => {
  const storeId = uuidv7();
  const staff = operator([storeId]);
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const promised = (minutes: number) => ({ promise: { from: inMinutes(0), to: inMinutes(minutes) } });
  const place = async (minutes: number, milestone: Parameters<typeof reach>[2]) => {
    const placed = await shop.placed({ storeId, ...promised(minutes) });
    await reach(shop, { ...placed, staff }, milestone);
    return placed.orderId;
  };
  const late = await place(60, 'CONFIRMED');
  const claimed = await place(40, 'PACKING');
  const soon = await place(20, 'CONFIRMED');
  await place(10, 'RESERVED');
  await place(10, 'READY');
  const queue = async (caller: Caller, variables: Record<string, unknown>) => {
    const document = `query ($storeId: ID!, $isUnclaimed: Boolean! = false, $first: Int, $after: String, $last: Int) {
      pickQueue(storeId: $storeId, isUnclaimed: $isUnclaimed, first: $first, after: $after, last: $last) {
        edges { node { order { id } packer { id } } } pageInfo { hasNextPage endCursor } } }`;
    return (await execute(document, { storeId, ...variables }, caller)).pickQueue;
  };
  const idsOf = ({ edges }: { edges: { node: { order: { id: string } } }[] }) =>
    edges.map(({ node }) => node.order.id);
  const first = await queue(staff, { first: 2 });
  expect(idsOf(first)).toEqual([soon, claimed]);
  expect(first.edges[1].node.packer).toEqual({ id: staff.userId });
  const { hasNextPage, endCursor } = first.pageInfo;
  expect(hasNextPage).toBe(true);
  expect(idsOf(await queue(staff, { first: 2, after: endCursor }))).toEqual([late]);
  expect(idsOf(await queue(staff, { last: 2 }))).toEqual([claimed, late]);
  expect(idsOf(await queue(admin(), { first: 10, isUnclaimed: true }))).toEqual([soon, late]);
  expect(idsOf(await queue(operator([uuidv7()]), { first: 10 }))).toEqual([]);
  await expect(queue(customer(), { first: 10 })).rejects.toThrow('FORBIDDEN');
});

describe('picking', () => {
  test('goes piece by piece to the bags; open pieces and wrong barcodes are refused, and change nothing', async () => {
    const placed = await packing();
    const { orderId, staff, caller, quote } = placed;
    const [two, one, bananas] = await shop.openPicks(orderId, staff);
    if (!two || !one || !bananas) throw new Error('the order has three lines');
    expect(await shop.pick(staff, orderId, [two, { ...one, barcode: 'BANANAS' }])).toEqual({
      order: null,
      userErrors: [
        {
          __typename: 'WrongBarcodeError',
          message: 'This is not the product of the line. Take the right one, or report the line as missing.',
          code: 'WRONG_BARCODE',
          path: ['input', 'lines', '1', 'barcode'],
        },
      ],
    });
    expect(await shop.openPicks(orderId, staff)).toEqual([two, one, bananas]);
    const key = uuidv7();
    const half = [
      { ...two, quantity: 1 },
      { ...bananas, quantity: 3, barcode: ' bananas' },
    ];
    const picked = await shop.pick(staff, orderId, half, key);
    expect(picked).toEqual({ order: { id: orderId, status: 'PACKING', version: 5 }, userErrors: [] });
    expect(await shop.pick(staff, orderId, half, key)).toEqual(picked);
    const event = (await published(shop.capture, orderId, 5)).at(-1);
    expect(event).toMatchObject({
      type: 'order.line_picked',
      data: {
        lines: [
          { orderLineId: two.lineId, lineId: quote.lines[0]?.lineId, quantity: 1 },
          { orderLineId: bananas.lineId, productId: quote.lines[2]?.productId, quantity: 3 },
        ],
      },
    });
    const tooMany = await shop.pick(staff, orderId, [{ ...two, quantity: 2 }]);
    expect(tooMany.userErrors).toMatchObject([
      { __typename: 'InvalidInputError', path: ['input', 'lines', '0', 'quantity'] },
    ]);
    expect((await shop.act('orderPackingFinish', staff, orderId)).userErrors).toMatchObject([
      { __typename: 'LinesOpenError', code: 'LINES_OPEN' },
    ]);
    await shop.pick(staff, orderId);
    expect((await finish(staff, orderId, 2)).order).toEqual({
      status: 'READY',
      bags: 2,
      packer: { id: staff.userId },
    });
    const bagged = await execute(
      'query ($id: ID!) { order(id: $id) { bags packer { id } } }',
      { id: orderId },
      caller,
    );
    expect(bagged.order).toEqual({ bags: 2, packer: null });
    expect((await published(shop.capture, orderId, 7)).at(-1)).toMatchObject({
      type: 'order.ready',
      data: { bags: 2 },
    });
  });

  test('is the packer’s who began, until another takes over', async () => {
    const { orderId, staff, storeId } = await packing();
    const other = operator([storeId]);
    const claimed = [{ __typename: 'OrderClaimedError', code: 'ORDER_CLAIMED', path: ['input', 'orderId'] }];
    expect((await shop.act('orderPackingStart', other, orderId)).userErrors).toMatchObject(claimed);
    expect((await shop.pick(other, orderId)).userErrors).toMatchObject(claimed);
    expect((await finish(other, orderId, 1)).userErrors).toMatchObject(claimed);
    const document = `mutation ($input: OrderPackingInput!) { orderPackingStart(input: $input, isTakeOver: true) {
      order { packer { id } } userErrors { __typename } } }`;
    const taken = await execute(document, { input: { orderId, idempotencyKey: uuidv7() } }, other);
    expect(taken.orderPackingStart).toEqual({ order: { packer: { id: other.userId } }, userErrors: [] });
    expect((await shop.pick(staff, orderId)).userErrors).toMatchObject(claimed);
    expect((await shop.pick(other, orderId)).userErrors).toEqual([]);
  });
});

async function finish(caller: Caller, orderId: string, bags: number) {
  const document = `mutation ($input: OrderPackingInput!, $bags: Int!) { orderPackingFinish(input: $input, bags: $bags) {
    order { status bags packer { id } } userErrors { __typename ... on UserError { code: errorCode path } } } }`;
  const input = { orderId, idempotencyKey: uuidv7() };
  return (await execute(document, { input, bags }, caller)).orderPackingFinish;
}

describe('what is not on the shelf', () => {
  test('is short and not paid; the rest is delivered', async () => {
    const placed = await packing();
    const { orderId, staff, caller, quote } = placed;
    const [, , bananas] = await shop.openPicks(orderId, staff);
    expect(await shop.short(staff, orderId, bananas?.lineId ?? '', 2)).toEqual({
      order: { id: orderId, status: 'PACKING', version: 6, isCancelRequested: false },
      userErrors: [],
    });
    expect((await published(shop.capture, orderId, 6)).slice(4)).toMatchObject([
      {
        type: 'order.line_short',
        data: { productId: quote.lines[2]?.productId, quantity: 2, noticed: 'SHELF' },
      },
      { type: 'order.totals_changed', data: { totals: { total: 1087 } } },
    ]);
    expect((await shop.short(staff, orderId, bananas?.lineId ?? '', 2)).userErrors).toMatchObject([
      { __typename: 'InvalidInputError', path: ['input', 'quantity'] },
    ]);
    await shop.pick(staff, orderId);
    await finish(staff, orderId, 1);
    const on = { courierId: uuidv7() };
    await shop.others.delivery(placed, 'started', { status: 'PICKED_UP', ...on });
    await shop.others.delivery(placed, 'completed', { status: 'DELIVERED', ...on, proof: 'CODE' });
    const [left, completed] = (await published(shop.capture, orderId, 10)).slice(8);
    expect(Object(left?.data).lines).toHaveLength(2);
    expect(Object(left?.data).lines).toContainEqual({ productId: quote.lines[2]?.productId, quantity: 1 });
    expect(completed).toMatchObject({ type: 'order.completed', data: { amount: 1087 } });
    expect(await shop.order(orderId, caller)).toMatchObject({
      status: 'DELIVERED',
      totals: { total: { amount: 1087 } },
    });
  });

  test('requests the cancellation of an order that wants all of the line or nothing', async () => {
    const quote = sampleQuote();
    const lines = quote.lines.map((line) => ({ ...line, ifUnavailable: 'ALL_OR_NOTHING' as const }));
    const placed = await packing({ lines });
    const { orderId, staff } = placed;
    const [two] = await shop.openPicks(orderId, staff);
    expect((await shop.short(staff, orderId, two?.lineId ?? '', 1)).order).toMatchObject({
      isCancelRequested: true,
      version: 7,
    });
    expect((await shop.pick(staff, orderId)).userErrors).toMatchObject([
      { __typename: 'CancellationPendingError' },
    ]);
    await shop.others.delivery(placed, 'cancelled', { status: 'CANCELLED' });
    const [short, changed, request, cancelled] = (await published(shop.capture, orderId, 8)).slice(4);
    expect([short?.type, changed?.type, request?.type]).toEqual([
      'order.line_short',
      'order.totals_changed',
      'order.cancel_requested',
    ]);
    expect(cancelled).toMatchObject({ type: 'order.cancelled', data: { reason: 'OUT_OF_STOCK' } });
  });
});
