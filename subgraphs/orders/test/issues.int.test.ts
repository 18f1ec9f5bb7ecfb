import type { UserCaller } from '@nakku/identity';
import { admin, anonymous, courier, customer, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Placed } from './harness.ts';
import { eventsOf, published } from './otherContexts.ts';
import { reach } from './reach.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({
    ORDERS_ISSUE_AUTO_REFUND_MAX: '4',
    ORDERS_ISSUE_AUTO_REFUNDS_PER_CUSTOMER: '1',
  });
}, 60_000);
afterAll(() => shop.stop());

const issueFields =
  'id kind status isAutomatic note resolvedAt refund { amount currency } lines { lineId quantity amount { amount } } order { id }';
const errorFields = 'userErrors { __typename ... on UserError { code: errorCode path } }';
const REPORT = `mutation ($input: OrderIssueReportInput!) { orderIssueReport(input: $input) { issue { ${issueFields} } ${errorFields} } }`;
const RESOLVE = `mutation ($id: ID!, $outcome: OrderIssueOutcome!) {
  orderIssueResolve(issueId: $id, outcome: $outcome) { issue { ${issueFields} } ${errorFields} } }`;
const QUEUE = `query ($storeId: ID, $statuses: [OrderIssueStatus!] = [OPEN]) {
  orderIssues(storeId: $storeId, statuses: $statuses, first: 10) { edges { node { id status } } } }`;

async function run(document: string, variables: Record<string, unknown>, caller: UserCaller) {
  const { data, errors } = await shop.client.query(document, variables, caller);
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data ?? {})[0];
}
const report = (caller: UserCaller, orderId: string, more: Record<string, unknown>) =>
  run(REPORT, { input: { orderId, kind: 'MISSING', idempotencyKey: uuidv7(), ...more } }, caller);
const resolve = (caller: UserCaller, id: string, outcome: string) => run(RESOLVE, { id, outcome }, caller);

/** A delivered order of 2 and 1 milk at 1.99 and 3 bananas at 1.00, and the IDs of its lines. */
async function delivered(): Promise<Placed & { readonly lines: string[] }> {
  const placed = await shop.placed();
  await reach(shop, placed, 'DELIVERED');
  const { lines } = await shop.order(placed.orderId, placed.caller);
  return { ...placed, lines: lines.map(({ id }: { id: string }) => id) };
}

test('a small issue is refunded by rule, once per piece and with one event', async () => {
  const { orderId, caller, lines } = await delivered();
  const key = uuidv7();
  const input = { lines: [{ lineId: lines[2], quantity: 2 }], note: 'Only one came', idempotencyKey: key };
  const first = await report(caller, orderId, input);
  expect(first).toEqual({
    issue: {
      ...{ id: expect.any(String), kind: 'MISSING', status: 'REFUNDED', isAutomatic: true },
      ...{ note: 'Only one came', resolvedAt: expect.any(String), order: { id: orderId } },
      refund: { amount: 200, currency: 'EUR' },
      lines: [{ lineId: lines[2], quantity: 2, amount: { amount: 200 } }],
    },
    userErrors: [],
  });
  expect(await report(caller, orderId, input)).toEqual(first);
  const again = await report(caller, orderId, { lines: [{ lineId: lines[2], quantity: 2 }] });
  expect(again.userErrors).toEqual([
    {
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      path: ['input', 'lines', '0', 'quantity'],
    },
  ]);
  const events = await published(shop.capture, orderId, 9);
  expect(events.at(-1)).toMatchObject({
    type: 'order.issue_reported',
    data: {
      decision: 'REFUND',
      issue: {
        ...{ issueId: first.issue.id, kind: 'MISSING', refund: 200, currency: 'EUR' },
        lines: [{ orderLineId: lines[2], quantity: 2, amount: 200 }],
      },
    },
  });
  expect(eventsOf(shop.capture, orderId)).toHaveLength(9);
  // The second one of this customer is for a person.
  const second = await report(caller, orderId, {
    kind: 'DAMAGED',
    lines: [{ lineId: lines[0], quantity: 1 }],
  });
  expect(second.issue).toMatchObject({ status: 'OPEN', isAutomatic: false, refund: { amount: 0 } });
});

test('a large issue is a case: the staff of the store decides it, once', async () => {
  const { orderId, caller, staff, storeId, lines } = await delivered();
  const all = lines.map((lineId, i) => ({ lineId, quantity: [2, 1, 3][i] }));
  const { issue } = await report(caller, orderId, { kind: 'EXPIRED', lines: all });
  expect(issue).toMatchObject({ status: 'OPEN', refund: { amount: 0 } });
  const { id } = issue;
  const queue = (who: UserCaller, more = {}) => run(QUEUE, { storeId, ...more }, who);
  expect((await queue(staff)).edges).toEqual([{ node: { id, status: 'OPEN' } }]);
  expect((await queue(operator([uuidv7()]))).edges).toEqual([]);
  const missing = [{ __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['issueId'] }];
  expect((await resolve(operator([uuidv7()]), id, 'REFUNDED')).userErrors).toEqual(missing);
  expect((await resolve(staff, uuidv7(), 'REFUNDED')).userErrors).toEqual(missing);
  const outcomes = await Promise.all([resolve(staff, id, 'REFUNDED'), resolve(admin(), id, 'REFUNDED')]);
  expect(outcomes.filter(({ userErrors }) => userErrors.length === 0)).toMatchObject([
    { issue: { status: 'REFUNDED', refund: { amount: 897 }, isAutomatic: false } },
  ]);
  expect((await resolve(staff, id, 'REJECTED')).userErrors).toEqual([
    { __typename: 'IssueResolvedError', code: 'ISSUE_RESOLVED', path: ['issueId'] },
  ]);
  expect((await queue(staff)).edges).toEqual([]);
  expect((await queue(admin(), { statuses: ['REFUNDED'] })).edges).toEqual([
    { node: { id, status: 'REFUNDED' } },
  ]);
  const events = await published(shop.capture, orderId, 10);
  expect(events.at(-1)).toMatchObject({
    type: 'order.issue_resolved',
    data: { outcome: 'REFUNDED', issue: { issueId: id, refund: 897 } },
  });
});

test('what was rejected can be reported again', async () => {
  const { orderId, caller, staff, lines } = await delivered();
  const input = {
    kind: 'WRONG_ITEM',
    lines: [
      { lineId: lines[0], quantity: 2 },
      { lineId: lines[1], quantity: 1 },
    ],
  };
  const { issue } = await report(caller, orderId, input);
  expect((await resolve(staff, issue.id, 'REJECTED')).issue).toMatchObject({
    status: 'REJECTED',
    refund: { amount: 0 },
  });
  expect((await report(caller, orderId, input)).userErrors).toEqual([]);
});

test('two reports of the last piece at once: one is accepted', async () => {
  const { orderId, caller, lines } = await delivered();
  const last = { lines: [{ lineId: lines[1], quantity: 1 }] };
  const outcomes = await Promise.all([1, 2, 3].map(() => report(caller, orderId, last)));
  expect(outcomes.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
});

test('issues are the customer’s, of a delivered order, for 48 hours', async () => {
  const placed = await shop.placed();
  const early = (await shop.order(placed.orderId, placed.caller)).lines[0].id;
  const input = { lines: [{ lineId: early, quantity: 1 }] };
  expect((await report(placed.caller, placed.orderId, input)).userErrors).toMatchObject([
    { __typename: 'InvalidOrderStateError' },
  ]);
  const missing = [{ __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['input', 'orderId'] }];
  expect((await report(customer(), placed.orderId, input)).userErrors).toEqual(missing);
  const { orderId, caller, lines } = await delivered();
  expect((await report(caller, orderId, input)).userErrors).toMatchObject([
    { __typename: 'NotFoundError', path: ['input', 'lines', '0', 'lineId'] },
  ]);
  await shop.pool.query(`UPDATE orders SET delivered_at = now() - interval '48 hours' WHERE id = $1`, [
    orderId,
  ]);
  expect((await report(caller, orderId, { lines: [{ lineId: lines[0], quantity: 1 }] })).userErrors).toEqual([
    { __typename: 'ReportClosedError', code: 'REPORT_CLOSED', path: ['input', 'orderId'] },
  ]);
  const { rows } = await shop.pool.query('SELECT 1 FROM order_issues WHERE order_id = ANY($1)', [
    [orderId, placed.orderId],
  ]);
  expect(rows).toEqual([]);
});

test.each([
  ['a guest', anonymous(), 'UNAUTHENTICATED'],
  ['a courier', courier(), 'FORBIDDEN'],
] as const)('%s reports, lists and decides nothing', async (_, caller, code) => {
  const input = {
    orderId: uuidv7(),
    kind: 'MISSING',
    lines: [{ lineId: uuidv7(), quantity: 1 }],
    idempotencyKey: 'k',
  };
  for (const [document, variables] of [
    [REPORT, { input }],
    [RESOLVE, { id: uuidv7(), outcome: 'REJECTED' }],
    [QUEUE, {}],
  ] as const) {
    const { errors } = await shop.client.query(document, variables, caller);
    expect(errors).toMatchObject([{ extensions: { code } }]);
  }
});
