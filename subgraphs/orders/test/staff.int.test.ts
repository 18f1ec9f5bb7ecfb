import type { Caller } from '@nakku/identity';
import { admin, anonymous, customer, eventually, operator } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness, Placed } from './harness.ts';
import { reach } from './reach.ts';
import { sampleQuote } from './sampleQuote.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production', LOG_LEVEL: 'silent' });
}, 60_000);
afterAll(() => shop.stop());

async function execute(document: string, variables: Record<string, unknown>, caller: Caller) {
  const { data, errors } = await shop.client.query(document, variables, caller);
  if (errors || !data) throw new Error(errors?.map(({ extensions }) => extensions?.code).join());
  return data;
}

const LIST = 'query ($filter: OrderFilter) { orders(first: 50, filter: $filter) { edges { node { id } } } }';

async function find(caller: Caller, filter: object): Promise<string[]> {
  const { orders } = await execute(LIST, { filter }, caller);
  return orders.edges.map(({ node }: { node: { id: string } }) => node.id);
}

describe('staff find orders', () => {
  test('by number, as people write it', async () => {
    const { orderId, staff, caller } = await shop.placed();
    const { number } = await shop.order(orderId, staff);
    const serial = String(Number(number.slice(3)));
    for (const typed of [number, number.toLowerCase(), number.replace('-', ''), serial, ` ${serial} `]) {
      expect(await find(staff, { isAcrossStores: true, number: typed })).toEqual([orderId]);
    }
    expect(await find(caller, { number })).toEqual([orderId]);
    expect(await find(operator([uuidv7()]), { isAcrossStores: true, number })).toEqual([]);
    expect(await find(admin(), { isAcrossStores: true, number })).toEqual([orderId]);
    expect(await find(customer(), { number })).toEqual([]);
  });

  test('by customer, over all of their stores', async () => {
    const caller = customer();
    const stores = [uuidv7(), uuidv7()];
    const ids: string[] = [];
    for (const storeId of stores) {
      const token = await shop.token(sampleQuote({ customerId: caller.userId, storeId }));
      ids.unshift((await shop.place(caller, token)).order.id);
    }
    const filter = { isAcrossStores: true, customerId: caller.userId };
    expect(await find(operator(stores), filter)).toEqual(ids);
    expect(await find(operator(stores.slice(0, 1)), filter)).toEqual(ids.slice(1));
    expect(await find(admin(), filter)).toEqual(ids);
    await expect(find(caller, filter)).rejects.toThrow('FORBIDDEN');
  });

  test('by text of lines and address, literally', async () => {
    const caller = customer();
    const storeId = uuidv7();
    const staff = operator([storeId]);
    const order = async (name: string) => {
      const quote = sampleQuote({ customerId: caller.userId, storeId });
      const [first, ...others] = quote.lines;
      const lines = first ? [{ ...first, name }, ...others] : [];
      return (await shop.place(caller, await shop.token({ ...quote, lines }))).order.id;
    };
    const percent = await order('Butter 100% fat');
    const plain = await order('Bread 100 g');
    const under = await order('Jam_jar \\ spoon');
    const text = (of: string) => find(staff, { storeId, text: of });
    expect(await text('bUTTER')).toEqual([percent]);
    expect(await text('100%')).toEqual([percent]);
    expect(await text('100')).toEqual([plain, percent]);
    expect(await text('m_j')).toEqual([under]);
    expect(await text('__')).toEqual([]);
    expect(await text('r \\ s')).toEqual([under]);
    expect(await text('rosenthaler')).toEqual([under, plain, percent]);
    expect(await text('ripe')).toHaveLength(3);
  });
});

const ALERTS = `query ($storeId: ID, $isOpen: Boolean = true, $after: String) {
  orderAlerts(storeId: $storeId, isOpen: $isOpen, first: 1, after: $after) {
    edges { node { id kind status message(locale: DE) resolvedAt resolvedBy { id } order { id } } }
    pageInfo { hasNextPage endCursor } } }`;
const RESOLVE = `mutation ($id: ID!) { orderAlertResolve(alertId: $id) {
  alert { id resolvedAt resolvedBy { id } } userErrors { __typename } } }`;

describe('alerts', () => {
  const alerts = async (caller: Caller, variables: Record<string, unknown>) =>
    (await execute(ALERTS, variables, caller)).orderAlerts;

  async function stuck(storeId: string): Promise<Placed> {
    const placed = await shop.placed({ storeId });
    await reach(shop, placed, 'CONFIRMED');
    await shop.pool.query(
      `UPDATE platform.deadlines SET due_at = clock_timestamp() WHERE key = $1 AND kind = 'order.alert'`,
      [placed.orderId],
    );
    await eventually(async () => {
      const { rows } = await shop.pool.query('SELECT FROM order_alerts WHERE order_id = $1', [
        placed.orderId,
      ]);
      expect(rows).toHaveLength(1);
    });
    return placed;
  }

  test('are listed to the staff of the store, and resolved by them', async () => {
    const storeId = uuidv7();
    const staff = operator([storeId]);
    const first = await stuck(storeId);
    const second = await stuck(storeId);
    const newest = await alerts(staff, { storeId: storeId.toUpperCase() });
    const { id } = newest.edges[0].node;
    expect(newest).toEqual({
      edges: [
        {
          node: {
            id,
            kind: 'STUCK',
            status: 'CONFIRMED',
            message: 'Niemand hat mit dem Packen begonnen. Packen oder stornieren.',
            resolvedAt: null,
            resolvedBy: null,
            order: { id: second.orderId },
          },
        },
      ],
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
    });
    const rest = await alerts(staff, { after: newest.pageInfo.endCursor });
    expect(rest.edges[0].node.order.id).toBe(first.orderId);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    expect((await alerts(operator([uuidv7()]), { storeId })).edges).toEqual([]);
    expect((await alerts(operator([uuidv7()]), {})).edges).toEqual([]);
    expect((await alerts(admin(), { storeId })).edges).toHaveLength(1);
    await expect(alerts(customer(), {})).rejects.toThrow('FORBIDDEN');
    await expect(alerts(anonymous(), {})).rejects.toThrow('UNAUTHENTICATED');

    const resolve = async (caller: Caller) => (await execute(RESOLVE, { id }, caller)).orderAlertResolve;
    expect((await resolve(operator([uuidv7()]))).userErrors).toEqual([{ __typename: 'NotFoundError' }]);
    const resolved = await resolve(staff);
    expect(resolved).toEqual({
      alert: { id, resolvedAt: expect.any(String), resolvedBy: { id: staff.userId } },
      userErrors: [],
    });
    expect(await resolve(admin())).toEqual(resolved);
    expect((await alerts(staff, {})).edges[0].node.order.id).toBe(first.orderId);
    expect((await alerts(staff, { isOpen: false })).edges[0].node.id).toBe(id);
  });

  test('refuse cursors of another list', async () => {
    const forged = Buffer.from(JSON.stringify(['orders', uuidv7()])).toString('base64url');
    await expect(alerts(admin(), { after: forged })).rejects.toThrow('BAD_USER_INPUT');
  });
});

test('staff see who changed an order, others do not', async () => {
  const placed = await shop.placed();
  await reach(shop, placed, 'PACKING');
  const actors = async (caller: Caller) => {
    const document = 'query ($id: ID!) { order(id: $id) { timeline { kind actor { id } } } }';
    const { order } = await execute(document, { id: placed.orderId }, caller);
    return order.timeline.map(({ actor }: { actor: { id: string } | null }) => actor?.id ?? null);
  };
  expect(await actors(placed.staff)).toEqual([placed.customerId, null, null, placed.staff.userId]);
  expect(await actors(placed.caller)).toEqual([null, null, null, null]);
});

test('details are in the language that is requested', async () => {
  const placed = await shop.placed();
  await shop.act('orderCancel', placed.caller, placed.orderId);
  const document = `query ($id: ID!) { order(id: $id) { timeline { detail } german: timeline { detail(locale: DE) } } }`;
  const { order } = await execute(document, { id: placed.orderId }, placed.caller);
  expect(order.timeline.at(-1).detail).toBe('Cancelled at the customer’s request.');
  expect(order.german.at(-1).detail).toBe('Auf Wunsch der Kundin oder des Kunden storniert.');
});
