import type { Caller } from '@nakku/identity';
import { courier, customer, eventually, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { eventsOf, published } from './otherContexts.ts';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Pick, Placed } from './harness.ts';
import { reach } from './reach.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
const [oat, soy] = [uuidv7(), uuidv7()];
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production' });
  await shop.others.product(oat, 'ACTIVE');
  await shop.others.product(soy, 'ACTIVE');
  await eventually(async () => {
    const { rows } = await shop.pool.query('SELECT FROM catalogue_products');
    expect(rows).toHaveLength(2);
  });
}, 60_000);
afterAll(() => shop.stop());

async function execute(document: string, variables: Record<string, unknown>, caller: Caller) {
  const { data, errors } = await shop.client.query(document, variables, caller);
  if (errors || !data) throw new Error(errors?.map(({ extensions }) => extensions?.code).join());
  return data;
}

const USER_ERRORS = 'userErrors { __typename ... on UserError { path code: errorCode } }';

/** An order in packing whose lines want this, and its line of three bananas. */
async function packing(ifUnavailable: 'BEST_MATCH' | 'MY_CHOICE' | 'REFUND') {
  const quote = sampleQuote();
  const placed = await shop.placed({ lines: quote.lines.map((line) => ({ ...line, ifUnavailable })) });
  await reach(shop, placed, 'PACKING');
  const bananas = (await shop.openPicks(placed.orderId, placed.staff))[2];
  if (!bananas) throw new Error('the order has bananas');
  return { placed, bananas };
}

async function propose(caller: Caller, orderId: string, line: Pick, productIds = [oat, soy], quantity = 2) {
  const input = { orderId, lineId: line.lineId, quantity, productIds, idempotencyKey: uuidv7() };
  const document = `mutation ($input: OrderSubstitutionProposeInput!) { orderSubstitutionPropose(input: $input) {
    order { substitutions { id status } } ${USER_ERRORS} } }`;
  return (await execute(document, { input }, caller)).orderSubstitutionPropose;
}

async function answer(caller: Caller, substitutionId: string, productId: string | null) {
  const input = { substitutionId, productId, idempotencyKey: uuidv7() };
  const document = `mutation ($input: OrderSubstitutionAnswerInput!) { orderSubstitutionAnswer(input: $input) {
    order { substitutions { status chosen { id } } } ${USER_ERRORS} } }`;
  return (await execute(document, { input }, caller)).orderSubstitutionAnswer;
}

async function seen(orderId: string, caller: Caller) {
  const document = `query ($id: ID!) { order(id: $id) { version totals { total { amount } }
    lines { name quantity status substitutedQuantity shortQuantity substituteFor finalTotal { amount } }
    substitutions { status onTimeout quantity chosen { id } answeredAt
      proposals { name unitPrice { amount } total { amount currency } product { id } } }
    timeline { kind detail } } }`;
  return (await execute(document, { id: orderId }, caller)).order;
}

async function proposed(ifUnavailable: 'BEST_MATCH' | 'MY_CHOICE') {
  const { placed, bananas } = await packing(ifUnavailable);
  const { order } = await propose(placed.staff, placed.orderId, bananas);
  const id: string = order.substitutions[0].id;
  return { placed, bananas, id };
}

/** Inventory's response to the answer. */
async function inventory(placed: Placed, outcome: 'reserved' | 'rejected', substitutionId: string) {
  const { orderId, storeId } = placed;
  const data = {
    orderId,
    storeId,
    substitutionId,
    productId: oat,
    quantity: 2,
    at: new Date().toISOString(),
  };
  await shop.others.substitute(placed, outcome, data);
}

test('the customer is shown what could come instead, chooses, and pays no more than agreed', async () => {
  const { placed, bananas, id } = await proposed('MY_CHOICE');
  const { orderId, staff, caller, quote } = placed;
  const shown = await seen(orderId, caller);
  // Two of three bananas cost 2.00; each product costs 1.99.
  const proposal = (productId: string) => ({
    ...{ name: 'Milk', unitPrice: { amount: 199 }, total: { amount: 200, currency: 'EUR' } },
    product: { id: productId },
  });
  expect(shown.substitutions).toEqual([
    {
      ...{ status: 'OPEN', onTimeout: 'REMOVE', quantity: 2, chosen: null, answeredAt: null },
      proposals: [proposal(oat), proposal(soy)],
    },
  ]);
  expect(shown.timeline.at(-1)).toEqual({
    kind: 'SUBSTITUTION_PROPOSED',
    detail: 'Instead of 2 × bananas: Milk or Milk?',
  });
  expect((await shop.pick(staff, orderId, [bananas])).userErrors).toMatchObject([
    { __typename: 'InvalidInputError', path: ['input', 'lines', '0', 'quantity'] },
  ]);
  expect((await answer(caller, id, oat)).order.substitutions).toEqual([
    { status: 'RESERVING', chosen: { id: oat } },
  ]);
  expect((await answer(caller, id, null)).userErrors).toMatchObject([
    { __typename: 'SubstitutionAnsweredError' },
  ]);
  const events = await published(shop.capture, orderId, 6);
  expect(events.slice(4)).toMatchObject([
    { type: 'order.substitution_proposed', data: { substitutionId: id, quantity: 2, onTimeout: 'REMOVE' } },
    {
      type: 'order.substitution_answered',
      data: { lineId: quote.lines[2]?.lineId, answeredBy: 'CUSTOMER', substituteProductId: oat },
    },
  ]);
  await inventory(placed, 'reserved', id);
  const [replaced] = (await published(shop.capture, orderId, 7)).slice(6);
  expect(replaced).toMatchObject({
    type: 'order.line_substituted',
    data: { productId: quote.lines[2]?.productId, quantity: 2, substitute: { productId: oat, total: 200 } },
  });
  const after = await seen(orderId, caller);
  expect(after.substitutions[0].status).toBe('SUBSTITUTED');
  expect(after.totals.total.amount).toBe(1287);
  expect(after.lines.slice(2)).toEqual([
    {
      ...{ name: 'bananas', quantity: 3, status: 'OPEN', substitutedQuantity: 2, shortQuantity: 0 },
      ...{ substituteFor: null, finalTotal: { amount: 100 } },
    },
    {
      ...{ name: 'Milk', quantity: 2, status: 'OPEN', substitutedQuantity: 0, shortQuantity: 0 },
      ...{ substituteFor: bananas.lineId, finalTotal: { amount: 200 } },
    },
  ]);
  await shop.pick(staff, orderId);
  expect((await shop.act('orderPackingFinish', staff, orderId)).order.status).toBe('READY');
  await shop.others.delivery(placed, 'started', { status: 'PICKED_UP', courierId: uuidv7() });
  const left = (await published(shop.capture, orderId, 10)).at(-1);
  expect(Object(left?.data).lines).toContainEqual({ productId: oat, quantity: 2 });
});

test('what the store does not have either is left out', async () => {
  const { placed, id } = await proposed('MY_CHOICE');
  await answer(placed.caller, id, oat);
  await inventory(placed, 'rejected', id);
  const events = await published(shop.capture, placed.orderId, 8);
  expect(events.slice(6).map(({ type }) => type)).toEqual(['order.line_short', 'order.totals_changed']);
  const order = await seen(placed.orderId, placed.caller);
  expect([order.substitutions[0].status, order.totals.total.amount]).toEqual(['UNAVAILABLE', 1087]);
});

test('none of them: the pieces are left out', async () => {
  const { placed, id } = await proposed('BEST_MATCH');
  expect((await answer(placed.caller, id, null)).order.substitutions).toEqual([
    { status: 'REMOVED', chosen: null },
  ]);
  const order = await seen(placed.orderId, placed.caller);
  expect([order.totals.total.amount, order.lines[2].shortQuantity]).toEqual([1087, 2]);
});

test.each([
  ['BEST_MATCH', 'RESERVING', oat],
  ['MY_CHOICE', 'REMOVED', null],
] as const)('without an answer in time %s decides: %s', async (ifUnavailable, status, productId) => {
  const { placed, id } = await proposed(ifUnavailable);
  await shop.pool.query('UPDATE platform.deadlines SET due_at = clock_timestamp() WHERE key = $1', [id]);
  await eventually(async () => {
    const { rows } = await shop.pool.query('SELECT status FROM order_substitutions WHERE id = $1', [id]);
    expect(rows).toEqual([{ status }]);
  });
  const answered = (await published(shop.capture, placed.orderId, 6))[5];
  expect(answered).toMatchObject({
    type: 'order.substitution_answered',
    data: { answeredBy: 'TIMEOUT', substituteProductId: productId },
  });
});

test('an order that ended meanwhile is left alone, and nobody answers any more', async () => {
  const { placed, id } = await proposed('BEST_MATCH');
  await shop.act('orderCancel', placed.caller, placed.orderId);
  expect((await answer(placed.caller, id, oat)).userErrors).toMatchObject([
    { __typename: 'CancellationPendingError' },
  ]);
  await shop.others.delivery(placed, 'cancelled', { status: 'CANCELLED' });
  await published(shop.capture, placed.orderId, 7);
  expect((await answer(placed.caller, id, oat)).userErrors).toMatchObject([
    { __typename: 'InvalidOrderStateError' },
  ]);
  await shop.pool.query('UPDATE platform.deadlines SET due_at = clock_timestamp() WHERE key = $1', [id]);
  await eventually(async () => {
    const { rows } = await shop.pool.query('SELECT status FROM order_substitutions WHERE id = $1', [id]);
    expect(rows).toEqual([{ status: 'CLOSED' }]);
  });
  expect(eventsOf(shop.capture, placed.orderId)).toHaveLength(7);
});

describe('is refused', () => {
  test('for lines whose customer wants no other product, and for products that are not sold', async () => {
    const { placed, bananas } = await packing('REFUND');
    expect((await propose(placed.staff, placed.orderId, bananas)).userErrors).toMatchObject([
      { __typename: 'SubstitutionNotWantedError', path: ['input', 'lineId'] },
    ]);
    const other = await packing('MY_CHOICE');
    const of = (productIds: string[], quantity?: number) =>
      propose(other.placed.staff, other.placed.orderId, other.bananas, productIds, quantity);
    expect((await of([oat, uuidv7()])).userErrors).toMatchObject([{ path: ['input', 'productIds', '1'] }]);
    expect((await of([oat, oat])).userErrors).toMatchObject([{ path: ['input', 'productIds'] }]);
    expect((await of([oat], 4)).userErrors).toMatchObject([{ path: ['input', 'quantity'] }]);
    expect(await seen(other.placed.orderId, other.placed.caller)).toMatchObject({
      version: 4,
      substitutions: [],
    });
  });

  test('to everybody but the packer, and its answer to everybody but the customer', async () => {
    const { placed, bananas, id } = await proposed('MY_CHOICE');
    const { orderId, storeId, staff, caller } = placed;
    expect((await propose(operator([storeId]), orderId, bananas, [oat], 1)).userErrors).toMatchObject([
      { __typename: 'OrderClaimedError' },
    ]);
    expect((await propose(operator([uuidv7()]), orderId, bananas, [oat], 1)).userErrors).toMatchObject([
      { __typename: 'NotFoundError' },
    ]);
    await expect(propose(caller, orderId, bananas)).rejects.toThrow('FORBIDDEN');
    expect((await answer(customer(), id, oat)).userErrors).toMatchObject([
      { __typename: 'NotFoundError', path: ['input', 'substitutionId'] },
    ]);
    for (const who of [staff, courier()]) await expect(answer(who, id, oat)).rejects.toThrow('FORBIDDEN');
    expect((await answer(caller, id, uuidv7())).userErrors).toMatchObject([{ path: ['input', 'productId'] }]);
    expect((await seen(orderId, caller)).substitutions).toMatchObject([{ status: 'OPEN' }]);
  });
});
