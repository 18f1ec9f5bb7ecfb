import { admin, anonymous, customer, operator } from '@nakku/testkit';
import type { Caller } from '@nakku/identity';
import { v7 as uuidv7 } from 'uuid';
import { sampleQuote } from './sampleQuote.ts';
import { startOrdersHarness } from './harness.ts';
import type { OrdersHarness } from './harness.ts';

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

const document = `query ($filter: OrderFilter, $first: Int, $after: String, $last: Int, $before: String) {
  orders(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

interface PageOf {
  readonly ids: string[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string;
    endCursor: string;
  };
}

async function page(caller: Caller, variables: Record<string, unknown>): Promise<PageOf> {
  const { data, errors } = await shop.client.query(document, variables, caller);
  if (errors || !data) throw new Error(JSON.stringify(errors));
  const { edges, pageInfo } = data.orders;
  return { ids: edges.map(({ node }: { node: { id: string } }) => node.id), pageInfo };
}

/** Five orders of one customer in one store, oldest first. */
async function five() {
  const caller = customer();
  const storeId = uuidv7();
  const ids: string[] = [];
  for (let i = 0; i < 5; i += 1) {
    const token = await shop.token(sampleQuote({ customerId: caller.userId, storeId }));
    ids.push((await shop.place(caller, token)).order.id);
  }
  return { caller, storeId, ids, newest: ids.toReversed() };
}

describe('orders', () => {
  test('pages forwards and backwards, newest first', async () => {
    const { caller, newest } = await five();
    const first = await page(caller, { first: 2 });
    expect(first.ids).toEqual(newest.slice(0, 2));
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const second = await page(caller, { first: 2, after: first.pageInfo.endCursor });
    expect(second.ids).toEqual(newest.slice(2, 4));
    const third = await page(caller, { first: 2, after: second.pageInfo.endCursor });
    expect(third.ids).toEqual(newest.slice(4));
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = await page(caller, { last: 3, before: third.pageInfo.startCursor });
    expect(back.ids).toEqual(newest.slice(1, 4));
    expect((await page(caller, { last: 2 })).ids).toEqual(newest.slice(3));
  });

  test("are the caller's own, or a store's for its staff", async () => {
    const { caller, storeId, newest, ids } = await five();
    const ofStore = { filter: { storeId }, first: 10 };
    expect((await page(operator([storeId]), ofStore)).ids).toEqual(newest);
    expect((await page(admin(), ofStore)).ids).toEqual(newest);
    expect((await page(operator([uuidv7()]), ofStore)).ids).toEqual([]);
    expect((await page(operator([storeId]), { filter: { storeId: 'no-uuid' }, first: 1 })).ids).toEqual([]);
    expect((await page(customer(), { first: 10 })).ids).toEqual([]);
    const [oldest] = ids;
    await shop.act('orderCancel', caller, oldest ?? '');
    const cancelled = { filter: { statuses: ['CANCELLED', 'DELIVERED'] }, first: 10 };
    expect((await page(caller, cancelled)).ids).toEqual([oldest]);
    expect((await page(caller, { filter: { statuses: [] }, first: 10 })).ids).toEqual([]);
  });

  test('can be limited to a time', async () => {
    const { caller, newest } = await five();
    const [, , middle] = newest;
    const { placedAt } = await shop.order(middle ?? '', caller);
    const ids = async (filter: object) => (await page(caller, { filter, first: 10 })).ids;
    expect(await ids({ placedFrom: placedAt })).toEqual(newest.slice(0, 3));
    expect(await ids({ placedTo: placedAt })).toEqual(newest.slice(3));
  });

  test('say what is wrong with the arguments', async () => {
    const who = customer();
    const codeFor = async (caller: Caller, variables: Record<string, unknown>) => {
      const { errors } = await shop.client.query(document, variables, caller);
      return [errors?.[0]?.extensions?.code, errors?.[0]?.message];
    };
    const statuses = Array.from({ length: 11 }, () => 'PLACED');
    expect(await codeFor(who, {})).toEqual(['BAD_USER_INPUT', expect.stringContaining('`first`')]);
    expect(await codeFor(who, { first: 101 })).toEqual(['BAD_USER_INPUT', expect.stringContaining('1–100')]);
    expect(await codeFor(who, { first: 1, after: 'x' })).toEqual(['BAD_USER_INPUT', expect.any(String)]);
    const forged = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
    const instant = new Date().toISOString();
    for (const after of [
      forged('orders', instant, 'no-id'),
      forged('orders', 'yesterday', uuidv7()),
      forged('payments', instant, uuidv7()),
      forged(instant, uuidv7()),
      forged(uuidv7()),
      '\u0000',
      '',
    ]) {
      expect(await codeFor(who, { first: 1, after })).toEqual(['BAD_USER_INPUT', expect.any(String)]);
    }
    expect(await codeFor(who, { first: 1, filter: { number: 'NK-x' } })).toEqual([
      'BAD_USER_INPUT',
      '`filter.number` must be an order number such as NK-000123.',
    ]);
    expect(await codeFor(who, { first: 1, filter: { text: 'a' } })).toEqual([
      'BAD_USER_INPUT',
      expect.stringContaining('2–100'),
    ]);
    expect(await codeFor(who, { first: 1, filter: { statuses } })).toEqual([
      'BAD_USER_INPUT',
      expect.stringContaining('at most 10'),
    ]);
    const forbidden = ['FORBIDDEN', expect.any(String)];
    expect(await codeFor(who, { first: 1, filter: { storeId: uuidv7() } })).toEqual(forbidden);
    expect(await codeFor(operator([]), { first: 1 })).toEqual(forbidden);
    expect(await codeFor(anonymous(), { first: 1 })).toEqual(['UNAUTHENTICATED', expect.any(String)]);
  });
});

test('a long timeline is read page by page', async () => {
  const { orderId, caller } = await shop.placed();
  await shop.pool.query(
    `INSERT INTO order_steps (order_id, sequence, kind, status, at)
     SELECT $1, n, 'LINE_PICKED', 'PACKING', now() FROM generate_series(2, 450) n`,
    [orderId],
  );
  const read = async (afterSequence?: number): Promise<number[]> => {
    const timeline =
      'query ($id: ID!, $after: Int! = 0) { order(id: $id) { timeline(afterSequence: $after) { sequence } } }';
    const variables = { id: orderId, ...(afterSequence === undefined ? {} : { after: afterSequence }) };
    const { data, errors } = await shop.client.query(timeline, variables, caller);
    if (errors || !data) throw new Error(JSON.stringify(errors));
    return data.order.timeline.map(({ sequence }: { sequence: number }) => sequence);
  };
  const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  expect(await read()).toEqual(upTo(1, 200));
  expect(await read(200)).toEqual(upTo(201, 400));
  expect(await read(400)).toEqual(upTo(401, 450));
  expect(await read(450)).toEqual([]);
});
