import { typeDefsOf } from '@nakku/graphql-kit';
import {
  admin,
  anonymous,
  courier,
  customer,
  type MutationCase,
  mutationCases,
  operatorCases,
  operator,
} from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { insertStore } from '../src/store/stores.ts';
import { type InventoryHarness, startInventoryHarness } from './harness.ts';
import { aStore } from './storeHarness.ts';

let s: InventoryHarness;
const store = aStore();
const closed = aStore({ status: 'CLOSED', name: 'Closed' });
const productId = uuidv7();
const [boss, staff, stranger] = [admin(), operator([store.storeId]), operator([uuidv7()])];

beforeAll(async () => {
  s = await startInventoryHarness();
  await insertStore(s.db, store);
  await insertStore(s.db, closed);
  await s.product(productId);
  const filled = await s.client.query(
    `mutation ($input: StockReceiveInput!) { stockReceive(input: $input) { userErrors { __typename } } }`,
    {
      input: {
        storeId: store.storeId,
        lines: [{ productId, quantity: 5 }],
        idempotencyKey: 'taken',
      },
    },
    staff,
  );
  expect(filled.data?.stockReceive.userErrors).toEqual([]);
}, 60_000);
afterAll(() => s.close(), 60_000);

type Change = Readonly<Record<string, unknown>>;

/** Who may not: the same for every mutation of a scope. */
function rights(scope: 'stores' | 'stock', args: () => Change): MutationCase[] {
  const denied = { error: 'FORBIDDEN' };
  return [
    { title: 'a guest', caller: anonymous(), args, refused: { error: 'UNAUTHENTICATED' } },
    { title: 'a customer', caller: customer(), args, refused: denied },
    { title: 'a courier', caller: courier(), args, refused: denied },
    ...(scope === 'stores' ? [{ title: 'an operator', caller: staff, args, refused: denied }] : []),
  ];
}

/** One bad field each: path → value; the error must name it. */
function bad(
  caller: MutationCase['caller'],
  args: (change: Change) => () => Change,
  fields: readonly (readonly [title: string, change: Change, path: readonly string[], code?: string])[],
): MutationCase[] {
  return fields.map(([title, change, path, code]) => ({
    title,
    caller,
    args: args(change),
    refused: { userError: 'InvalidInputError', path, ...(code === undefined ? {} : { code }) },
  }));
}

const address = {
  lines: ['Street 1'],
  city: 'Berlin',
  postcode: '10115',
  country: 'DE',
  location: { latitude: 52.5, longitude: 13.4 },
};
const createArgs =
  (change: Change = {}) =>
  () => ({
    input: {
      name: 'New',
      address,
      radiusMeters: 1000,
      timeZone: 'Europe/Berlin',
      openingHours: [{ weekday: 1, opens: 0, closes: 1440 }],
      deliveryFee: 100,
      currency: 'EUR',
      ...change,
    },
  });
const updateArgs =
  (change: Change = {}, storeId = store.storeId) =>
  () => ({
    storeId,
    input: { expectedVersion: 1, name: 'Other', ...change },
  });
const receiveArgs =
  (change: Change = {}) =>
  () => ({
    input: {
      storeId: store.storeId,
      lines: [{ productId, quantity: 1 }],
      idempotencyKey: uuidv7(),
      ...change,
    },
  });
const adjustArgs =
  (change: Change = {}) =>
  () => ({
    input: {
      storeId: store.storeId,
      productId,
      delta: 1,
      reason: 'found',
      idempotencyKey: uuidv7(),
      ...change,
    },
  });
const thresholdArgs =
  (change: Change = {}) =>
  () => ({
    input: { storeId: store.storeId, productId, threshold: 3, idempotencyKey: uuidv7(), ...change },
  });
const setArgs =
  (change: Change = {}) =>
  () => ({
    input: {
      storeId: store.storeId,
      productId,
      from: 5,
      to: 4,
      reason: 'count',
      idempotencyKey: uuidv7(),
      ...change,
    },
  });
const restockArgs =
  (change: Change = {}) =>
  () => ({
    input: { orderId: uuidv7(), lines: [], idempotencyKey: uuidv7(), ...change },
  });

const day = (weekday: number, opens: number, closes: number) => ({ weekday, opens, closes });
const notFound = (path: readonly string[]) => ({ userError: 'NotFoundError', path, code: 'NOT_FOUND' });
const long = (length: number) => 'x'.repeat(length);
const big = 1_000_001;

mutationCases({
  typeDefs: typeDefsOf('inventory'),
  service: () => ({
    databaseUrl: s.world.databaseUrl,
    execute: (document, variables, caller) => s.client.query(document, variables, caller),
  }),
  cases: {
    ...operatorCases('inventory'),
    storeCreate: [
      ...rights('stores', createArgs()),
      ...bad(boss, createArgs, [
        ['no name', { name: ' ' }, ['input', 'name']],
        ['a long name', { name: long(101) }, ['input', 'name']],
        ['a small radius', { radiusMeters: 99 }, ['input', 'radiusMeters']],
        ['a large radius', { radiusMeters: 50_001 }, ['input', 'radiusMeters']],
        ['no such zone', { timeZone: 'Mars/Olympus' }, ['input', 'timeZone']],
        ['a negative fee', { deliveryFee: -1 }, ['input', 'deliveryFee']],
        ['an absurd fee', { deliveryFee: 1_000_000_001 }, ['input', 'deliveryFee']],
        ['no date', { closedDates: ['2026-02-30'] }, ['input', 'closedDates', '0']],
        ['a negative threshold', { freeDeliveryFrom: -1 }, ['input', 'freeDeliveryFrom']],
        ['a negative minimum', { minimumOrder: -1 }, ['input', 'minimumOrder']],
        ['no such weekday', { openingHours: [day(8, 0, 1)] }, ['input', 'openingHours', '0', 'weekday']],
        [
          'closing before opening',
          { openingHours: [day(1, 60, 60)] },
          ['input', 'openingHours', '0', 'closes'],
        ],
        ['closing tomorrow', { openingHours: [day(1, 60, 1441)] }, ['input', 'openingHours', '0', 'closes']],
        [
          'overlapping hours',
          { openingHours: [day(1, 0, 60), day(1, 59, 90)] },
          ['input', 'openingHours', '1'],
        ],
        [
          'too many hours',
          { openingHours: Array.from({ length: 15 }, (_, i) => day(1, i * 10, i * 10 + 5)) },
          ['input', 'openingHours'],
        ],
        ['no street', { address: { ...address, lines: [] } }, ['input', 'address', 'lines']],
        ['a long city', { address: { ...address, city: long(81) } }, ['input', 'address', 'city']],
      ]),
    ],
    storeUpdate: [
      ...rights('stores', updateArgs()),
      ...bad(boss, updateArgs, [
        ['a long name', { name: long(101) }, ['input', 'name']],
        ['a small radius', { radiusMeters: 1 }, ['input', 'radiusMeters']],
        ['a negative fee', { deliveryFee: -1 }, ['input', 'deliveryFee']],
        [
          'overlapping hours',
          { openingHours: [day(1, 0, 60), day(1, 0, 60)] },
          ['input', 'openingHours', '1'],
        ],
        ['no version', { expectedVersion: 0 }, ['input', 'expectedVersion']],
      ]),
      {
        title: 'no such store',
        caller: boss,
        args: updateArgs({}, uuidv7()),
        refused: notFound(['storeId']),
      },
      { title: 'no identifier', caller: boss, args: updateArgs({}, 'x'), refused: notFound(['storeId']) },
      {
        title: 'a closed store',
        caller: boss,
        args: updateArgs({}, closed.storeId),
        refused: { userError: 'InvalidInputError', path: ['storeId'], code: 'STORE_CLOSED' },
      },
      {
        title: 'an old version',
        caller: boss,
        args: updateArgs({ expectedVersion: 7 }),
        refused: { userError: 'VersionConflictError', path: ['input', 'expectedVersion'] },
      },
    ],
    storePause: [
      ...rights('stock', () => ({ storeId: store.storeId })),
      {
        title: 'a foreign store',
        caller: stranger,
        args: () => ({ storeId: store.storeId }),
        refused: notFound(['storeId']),
      },
      {
        title: 'no such store',
        caller: boss,
        args: () => ({ storeId: uuidv7() }),
        refused: notFound(['storeId']),
      },
      {
        title: 'no identifier',
        caller: boss,
        args: () => ({ storeId: 'x' }),
        refused: notFound(['storeId']),
      },
      {
        title: 'a closed store',
        caller: boss,
        args: () => ({ storeId: closed.storeId }),
        refused: { userError: 'InvalidInputError', path: ['storeId'], code: 'STORE_CLOSED' },
      },
      ...bad(staff, (change) => () => ({ storeId: store.storeId, ...change }), [
        ['a long reason', { reason: long(201) }, ['reason']],
      ]),
    ],
    storeResume: [
      ...rights('stock', () => ({ storeId: store.storeId })),
      {
        title: 'a foreign store',
        caller: stranger,
        args: () => ({ storeId: store.storeId }),
        refused: notFound(['storeId']),
      },
      {
        title: 'a closed store',
        caller: boss,
        args: () => ({ storeId: closed.storeId }),
        refused: { userError: 'InvalidInputError', path: ['storeId'], code: 'STORE_CLOSED' },
      },
      ...bad(staff, (change) => () => ({ storeId: store.storeId, ...change }), [
        ['a long reason', { reason: long(201) }, ['reason']],
      ]),
    ],
    stockThresholdSet: [
      ...rights('stock', thresholdArgs()),
      {
        title: 'a foreign store',
        caller: stranger,
        args: thresholdArgs(),
        refused: notFound(['input', 'storeId']),
      },
      {
        title: 'no such product',
        caller: staff,
        args: thresholdArgs({ productId: uuidv7() }),
        refused: notFound(['input', 'productId']),
      },
      ...bad(staff, thresholdArgs, [
        ['below 0', { threshold: -1 }, ['input', 'threshold']],
        ['too much', { threshold: big }, ['input', 'threshold']],
        ['no product', { productId: 'x' }, ['input', 'productId']],
        ['no key', { idempotencyKey: '' }, ['input', 'idempotencyKey']],
      ]),
    ],
    storeClose: [
      ...rights('stores', () => ({ storeId: store.storeId })),
      {
        title: 'no such store',
        caller: boss,
        args: () => ({ storeId: uuidv7() }),
        refused: notFound(['storeId']),
      },
    ],
    stockReceive: [
      ...rights('stock', receiveArgs()),
      {
        title: 'a foreign store',
        caller: stranger,
        args: receiveArgs(),
        refused: notFound(['input', 'storeId']),
      },
      {
        title: 'no such store',
        caller: boss,
        args: receiveArgs({ storeId: uuidv7() }),
        refused: notFound(['input', 'storeId']),
      },
      ...bad(staff, receiveArgs, [
        ['no lines', { lines: [] }, ['input', 'lines']],
        ['nothing', { lines: [{ productId, quantity: 0 }] }, ['input', 'lines', '0', 'quantity']],
        ['too much', { lines: [{ productId, quantity: big }] }, ['input', 'lines', '0', 'quantity']],
        [
          'a threshold below 0',
          { lines: [{ productId, quantity: 1, threshold: -1 }] },
          ['input', 'lines', '0', 'threshold'],
        ],
        ['no product', { lines: [{ productId: 'x', quantity: 1 }] }, ['input', 'lines', '0', 'productId']],
        [
          'a product twice',
          { lines: [productId, productId].map((id) => ({ productId: id, quantity: 1 })) },
          ['input', 'lines', '1', 'productId'],
        ],
        ['a long reason', { reason: long(201) }, ['input', 'reason']],
        ['no key', { idempotencyKey: '' }, ['input', 'idempotencyKey']],
        ['a long key', { idempotencyKey: long(256) }, ['input', 'idempotencyKey']],
      ]),
      {
        title: 'a product that does not exist',
        caller: staff,
        args: receiveArgs({ lines: [{ productId: uuidv7(), quantity: 1 }] }),
        refused: notFound(['input', 'lines', '0', 'productId']),
      },
      {
        title: 'a key of another call',
        caller: staff,
        args: receiveArgs({ idempotencyKey: 'taken' }),
        refused: { userError: 'IdempotencyKeyReusedError', path: ['input', 'idempotencyKey'] },
      },
    ],
    stockAdjust: [
      ...rights('stock', adjustArgs()),
      {
        title: 'a foreign store',
        caller: stranger,
        args: adjustArgs(),
        refused: notFound(['input', 'storeId']),
      },
      {
        title: 'no such product',
        caller: staff,
        args: adjustArgs({ productId: uuidv7() }),
        refused: notFound(['input', 'productId']),
      },
      {
        title: 'more than there is',
        caller: staff,
        args: adjustArgs({ delta: -6 }),
        refused: { userError: 'InsufficientStockError', path: ['input', 'delta'] },
      },
      ...bad(staff, adjustArgs, [
        ['nothing', { delta: 0 }, ['input', 'delta']],
        ['too much', { delta: -big }, ['input', 'delta']],
        ['no reason', { reason: '' }, ['input', 'reason']],
        ['another reason without a text', { reasonCode: 'OTHER', reason: null }, ['input', 'reason']],
        ['a long reason', { reason: long(201) }, ['input', 'reason']],
        ['no key', { idempotencyKey: '' }, ['input', 'idempotencyKey']],
      ]),
    ],
    stockSet: [
      ...rights('stock', setArgs()),
      {
        title: 'a foreign store',
        caller: stranger,
        args: setArgs(),
        refused: notFound(['input', 'storeId']),
      },
      {
        title: 'no such product',
        caller: staff,
        args: setArgs({ productId: uuidv7() }),
        refused: notFound(['input', 'productId']),
      },
      {
        title: 'a count of something else',
        caller: staff,
        args: setArgs({ from: 6 }),
        refused: { userError: 'StockChangedError', path: ['input', 'from'] },
      },
      ...bad(staff, setArgs, [
        ['below 0', { to: -1 }, ['input', 'to']],
        ['too much', { to: big }, ['input', 'to']],
        ['from below 0', { from: -1 }, ['input', 'from']],
        ['no reason', { reason: ' ' }, ['input', 'reason']],
        ['no key', { idempotencyKey: '' }, ['input', 'idempotencyKey']],
      ]),
    ],
    orderRestock: [
      ...rights('stock', restockArgs()),
      { title: 'no such order', caller: staff, args: restockArgs(), refused: notFound(['input', 'orderId']) },
      ...bad(staff, restockArgs, [
        ['no order', { orderId: 'x' }, ['input', 'orderId']],
        ['less than nothing', { lines: [{ productId, quantity: -1 }] }, ['input', 'lines', '0', 'quantity']],
        [
          'a product twice',
          { lines: [productId, productId].map((id) => ({ productId: id, quantity: 1 })) },
          ['input', 'lines', '1', 'productId'],
        ],
        [
          'too many lines',
          { lines: Array.from({ length: 101 }, () => ({ productId: uuidv7(), quantity: 1 })) },
          ['input', 'lines'],
        ],
        ['no key', { idempotencyKey: '' }, ['input', 'idempotencyKey']],
      ]),
    ],
  },
});
