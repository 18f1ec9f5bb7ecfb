import type { Caller } from '@nakku/identity';
import { admin, anonymous, courier, customer, operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startPaymentsHarness } from './harness.ts';
import type { OrderEvents } from './orderEvents.ts';
import type { PaymentsHarness } from './harness.ts';

let w: PaymentsHarness;
const [mitte, west] = [v7(), v7()];
const carla = customer();
let methodId = '';
/** Oldest first: with an alert, overdue, held, and held in the other store. */
let ids: string[] = [];

async function place(storeId: string): Promise<OrderEvents> {
  const order = w.order(carla, { methodId, storeId });
  await order.created();
  await order.reserved();
  await w.reaches(carla, order.orderId, 'AUTHORIZED');
  return order;
}

beforeAll(async () => {
  w = await startPaymentsHarness();
  methodId = await w.addMethod(carla, 'pm_card_visa');
  const placed: string[] = [];
  for (const store of [mitte, mitte, mitte, west]) placed.push((await place(store)).orderId);
  await w.pool.query(`UPDATE payments SET status = 'OVERDUE' WHERE order_id = $1`, [placed[1]]);
  await w.pool.query(
    `INSERT INTO payment_alerts (id, payment_id, kind, detail) SELECT $2, id, 'DISPUTED', 'dispute dp_1' FROM payments WHERE order_id = $1`,
    [placed[0], v7()],
  );
  const { rows } = await w.pool.query<{ id: string }>('SELECT id::text FROM payments ORDER BY id');
  ids = rows.map(({ id }) => id);
});
afterAll(() => w.stop());

async function list(caller: Caller, variables: Record<string, unknown> = {}) {
  const { data, errors } = await w.client.query(
    `query ($filter: PaymentFilter, $first: Int, $after: String, $last: Int, $before: String) {
      payments(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    { ...('last' in variables ? {} : { first: 10 }), ...variables },
    caller,
  );
  const edges: { cursor: string; node: { id: string } }[] = data?.payments?.edges ?? [];
  return {
    ids: edges.map(({ node }) => node.id),
    pageInfo: data?.payments?.pageInfo,
    codes: errors?.map(({ extensions }) => extensions?.code),
  };
}

test('admins see all stores, operators theirs, newest first', async () => {
  const [alerted = '', overdue = '', held = '', other = ''] = ids;
  expect((await list(admin())).ids).toEqual([other, held, overdue, alerted]);
  expect((await list(operator([mitte]))).ids).toEqual([held, overdue, alerted]);
  expect((await list(operator([mitte, west]), { filter: { storeId: west.toUpperCase() } })).ids).toEqual([
    other,
  ]);
  expect((await list(admin(), { filter: { storeId: west } })).ids).toEqual([other]);
  for (const storeId of [west, v7(), 'nonsense']) {
    expect((await list(operator([mitte]), { filter: { storeId } })).ids).toEqual([]);
  }
});

test('by status, also what is overdue, and by alerts', async () => {
  const [alerted = '', overdue = '', held = '', other = ''] = ids;
  const filtered = async (filter: Record<string, unknown>) => (await list(admin(), { filter })).ids;
  expect(await filtered({ statuses: ['OVERDUE'] })).toEqual([overdue]);
  expect(await filtered({ statuses: ['OVERDUE', 'AUTHORIZED'] })).toEqual([other, held, overdue, alerted]);
  expect(await filtered({ statuses: [] })).toEqual([]);
  expect(await filtered({ hasAlerts: true })).toEqual([alerted]);
  expect(await filtered({ hasAlerts: false, statuses: ['AUTHORIZED'] })).toEqual([other, held]);
});

test('page by page, forwards and backwards', async () => {
  const [alerted = '', overdue = '', held = '', other = ''] = ids;
  const first = await list(admin(), { first: 3 });
  expect(first).toMatchObject({ ids: [other, held, overdue], pageInfo: { hasNextPage: true } });
  const second = await list(admin(), { first: 3, after: first.pageInfo.endCursor });
  expect(second).toMatchObject({ ids: [alerted], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  const back = await list(admin(), { last: 2, before: second.pageInfo.startCursor });
  expect(back).toMatchObject({ ids: [held, overdue], pageInfo: { hasPreviousPage: true } });
});

test.each([
  ['no size', { first: null }],
  ['a size of 0', { first: 0 }],
  ['a size of 101', { first: 101 }],
  ['a cursor that is none', { after: 'nonsense' }],
  [
    'a cursor of another list',
    { after: Buffer.from(JSON.stringify(['orders', v7()])).toString('base64url') },
  ],
  ['eleven statuses', { filter: { statuses: Array.from({ length: 11 }, () => 'OVERDUE') } }],
])('%s is bad input', async (_, variables) => {
  expect((await list(admin(), variables)).codes).toEqual(['BAD_USER_INPUT']);
});

test.each([
  ['a guest', anonymous(), 'UNAUTHENTICATED'],
  ['a customer', carla, 'FORBIDDEN'],
  ['a courier', courier(), 'FORBIDDEN'],
])('%s is refused', async (_, caller, code) => {
  expect(await list(caller)).toMatchObject({ ids: [], codes: [code] });
});

const STAFF_FIELDS = `query ($orders: [_Any!]!) { _entities(representations: $orders) { ... on Order { payment {
  order { id } disputes { id } alerts { kind detail } auditEntries { actorId action amount { amount currency } reason } } } } }`;

test('who refunded what and why is read by the staff of the store, not by the customer', async () => {
  const order = await place(mitte);
  const { orderId } = order;
  await order.completed();
  await w.reaches(carla, orderId, 'CAPTURED');
  const representations = [{ __typename: 'Order', id: orderId }];
  const packer = operator([mitte]);
  const input = { orderId, amount: 300, reason: 'Two eggs broken', idempotencyKey: v7() };
  for (let twice = 0; twice < 2; twice += 1) {
    await w.client.query(
      'mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) { userErrors { __typename } } }',
      { input },
      packer,
    );
  }
  const entry = {
    actorId: packer.userId,
    action: 'REFUND_REQUESTED',
    amount: { amount: 300, currency: 'EUR' },
    reason: 'Two eggs broken',
  };
  const seen = async (caller: Caller) =>
    (await w.client.query(STAFF_FIELDS, { orders: representations }, caller)).data?._entities[0].payment;
  const all = { order: { id: orderId }, disputes: [], alerts: [], auditEntries: [entry] };
  expect(await seen(operator([mitte]))).toEqual(all);
  expect(await seen(admin())).toEqual(all);
  expect(await seen(carla)).toEqual({
    order: { id: orderId },
    disputes: null,
    alerts: null,
    auditEntries: null,
  });
  expect(await seen(operator([west]))).toBeNull();
});

describe('an alert', () => {
  const RESOLVE = `mutation ($alertId: ID!, $reason: String!) { paymentAlertResolve(alertId: $alertId, reason: $reason) {
    alert { id kind detail resolvedAt resolvedBy { id } } userErrors { __typename } } }`;
  const ALERTS = `query ($isOpen: Boolean) { payments(first: 1, filter: { storeId: "${west}" }) { edges { node {
    alerts(isOpen: $isOpen) { kind resolvedAt } auditEntries { action actorId reason amount { amount } } } } } }`;

  test('is open until a person of the store resolves it, and who did is recorded once', async () => {
    const [, , , other = ''] = ids;
    const alertId = v7();
    await w.pool.query(
      `INSERT INTO payment_alerts (id, payment_id, kind, detail) VALUES ($1, $2, 'REFUND_FAILED', 'refund r1')`,
      [alertId, other],
    );
    const staff = operator([west]);
    const read = async (isOpen?: boolean | null) => {
      const variables = isOpen === undefined ? {} : { isOpen };
      return (await w.client.query(ALERTS, variables, staff)).data?.payments.edges[0].node;
    };
    const open = { kind: 'REFUND_FAILED', resolvedAt: null };
    expect(await read()).toEqual({ alerts: [open], auditEntries: [] });
    expect((await list(staff, { filter: { hasAlerts: true } })).ids).toEqual([other]);

    const variables = { alertId: alertId.toUpperCase(), reason: 'Transferred by hand' };
    const first = (await w.client.query(RESOLVE, variables, staff)).data?.paymentAlertResolve;
    const resolvedAt = first.alert.resolvedAt;
    expect(first).toEqual({
      alert: {
        id: alertId,
        kind: 'REFUND_FAILED',
        detail: 'refund r1',
        resolvedAt: expect.stringMatching(/Z$/),
        resolvedBy: { id: staff.userId },
      },
      userErrors: [],
    });
    // Somebody else, a moment later: it stays as it is.
    const second = await w.client.query(RESOLVE, { alertId, reason: 'Me too' }, admin());
    expect(second.data?.paymentAlertResolve).toEqual(first);
    const entry = { action: 'ALERT_RESOLVED', actorId: staff.userId, reason: 'Transferred by hand' };
    const resolved = { kind: 'REFUND_FAILED', resolvedAt };
    expect(await read()).toEqual({ alerts: [], auditEntries: [{ ...entry, amount: { amount: 0 } }] });
    expect((await read(false)).alerts).toEqual([resolved]);
    expect((await read(null)).alerts).toEqual([resolved]);
    expect((await list(staff, { filter: { hasAlerts: true } })).ids).toEqual([]);
  });
});
