import { typeDefsOf } from '@nakku/graphql-kit';
import {
  admin,
  anonymous,
  courier,
  customer,
  type MutationCase,
  mutationCases,
  operator,
  operatorCases,
} from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { aStore, type LocationsHarness, squareAround, startLocationsHarness } from './harness.ts';

const store = aStore();
const closedStore = aStore({ status: 'CLOSED' });
const [boss, staff, stranger] = [admin(), operator([store.storeId]), operator([uuidv7()])];
const CREATE = `mutation ($input: ZoneCreateInput!) { zoneCreate(input: $input) { zone { id } userErrors { __typename } } }`;
const CLOSE = `mutation ($zoneId: ID!) { zoneClose(zoneId: $zoneId) { userErrors { __typename } } }`;

const zoneInput = {
  storeId: store.storeId,
  name: 'New',
  geoJson: squareAround(13.41, 52.52),
  fee: { base: 199 },
};

let running: LocationsHarness;
let zoneId = '';
let closedId = '';
beforeAll(async () => {
  running = await startLocationsHarness();
  await running.stores(store, closedStore);
  const create = async (name: string): Promise<string> => {
    const { data } = await running.client.query(CREATE, { input: { ...zoneInput, name } }, boss);
    expect(data?.zoneCreate.userErrors).toEqual([]);
    return data?.zoneCreate.zone.id;
  };
  zoneId = await create('Taken');
  closedId = await create('Closed');
  await running.client.query(CLOSE, { zoneId: closedId }, boss);
}, 60_000);
afterAll(() => running.stop(), 60_000);

type Change = Readonly<Record<string, unknown>>;

/** Who may not: operators of the store may what needs the scope of its stock. */
function rights(scope: 'stores' | 'stock', args: () => Change): MutationCase[] {
  const denied = { error: 'FORBIDDEN' };
  return [
    { title: 'a guest', caller: anonymous(), args, refused: { error: 'UNAUTHENTICATED' } },
    { title: 'a customer', caller: customer(), args, refused: denied },
    { title: 'a courier', caller: courier(), args, refused: denied },
    ...(scope === 'stores' ? [{ title: 'an operator', caller: staff, args, refused: denied }] : []),
  ];
}

const noZone = { userError: 'NotFoundError', path: ['zoneId'] };
const invalid = (...path: string[]) => ({ userError: 'InvalidInputError', path });

/** What changes one zone: not a missing one, and for operators not a foreign one. */
function ofZone(scope: 'stores' | 'stock', args: (zoneId: string) => Change): MutationCase[] {
  const closed = { userError: 'InvalidInputError', path: ['zoneId'], code: 'ZONE_CLOSED' };
  return [
    ...rights(scope, () => args(zoneId)),
    { title: 'a zone that does not exist', caller: boss, args: args(uuidv7()), refused: noZone },
    { title: 'no ID', caller: boss, args: args('x'), refused: noZone },
    { title: 'a zone that is closed', caller: boss, args: () => args(closedId), refused: closed },
    ...(scope === 'stock'
      ? [{ title: 'a foreign operator', caller: stranger, args: () => args(zoneId), refused: noZone }]
      : []),
  ];
}

const RULES: readonly (readonly [title: string, change: Change, ...path: string[]])[] = [
  ['an empty name', { name: ' ' }, 'name'],
  ['a long name', { name: 'x'.repeat(101) }, 'name'],
  ['no GeoJSON', { geoJson: 'x' }, 'geoJson'],
  [
    'a bow tie',
    { geoJson: '{"type":"Polygon","coordinates":[[[13,52],[13.1,52.1],[13.1,52],[13,52.1],[13,52]]]}' },
    'geoJson',
  ],
  ['an area at the antimeridian', { geoJson: squareAround(179.9, 10) }, 'geoJson'],
  ['an area at the pole', { geoJson: squareAround(13, 89) }, 'geoJson'],
  ['a negative priority', { priority: -1 }, 'priority'],
  ['a large priority', { priority: 1001 }, 'priority'],
  ['a negative fee', { fee: { base: -1 } }, 'fee', 'base'],
  ['a fee beyond the bound', { fee: { base: 1, perKilometre: 1_000_000_001 } }, 'fee', 'perKilometre'],
  ['a negative distance', { fee: { base: 1, includedMeters: -1 } }, 'fee', 'includedMeters'],
  ['a negative threshold', { fee: { base: 1, freeFrom: -1 } }, 'fee', 'freeFrom'],
  ['a negative minimum', { minOrder: -1 }, 'minOrder'],
  [
    'hours that end before they begin',
    { deliveryHours: [{ weekday: 1, opens: 60, closes: 60 }] },
    'deliveryHours',
    '0',
    'closes',
  ],
  [
    'an eighth weekday',
    { deliveryHours: [{ weekday: 8, opens: 0, closes: 60 }] },
    'deliveryHours',
    '0',
    'weekday',
  ],
  [
    'hours that overlap',
    {
      deliveryHours: [
        { weekday: 1, opens: 0, closes: 60 },
        { weekday: 1, opens: 59, closes: 90 },
      ],
    },
    'deliveryHours',
    '1',
  ],
  [
    '15 hours',
    { deliveryHours: Array.from({ length: 15 }, (_, i) => ({ weekday: 1, opens: i, closes: i + 1 })) },
    'deliveryHours',
  ],
  ['a date of no calendar', { exceptions: [{ date: '2026-02-30', hours: [] }] }, 'exceptions', '0', 'date'],
  [
    'a date twice',
    {
      exceptions: [
        { date: '2026-02-01', hours: [] },
        { date: '2026-02-01', hours: [] },
      ],
    },
    'exceptions',
    '1',
    'date',
  ],
];
const badRules = (args: (change: Change) => () => Change): MutationCase[] =>
  RULES.map(([title, change, ...path]) => ({
    title,
    caller: boss,
    args: args(change),
    refused: invalid('input', ...path),
  }));

const create = (change: Change) => () => ({ input: { ...zoneInput, ...change } });
const update = (change: Change) => () => ({ zoneId, input: { expectedVersion: 1, ...change } });
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const surge = (change: Change) => () => ({ zoneId, surge: { percent: 150, until: inAnHour(), ...change } });
const noStore = { userError: 'NotFoundError', path: ['input', 'storeId'] };
const taken = { userError: 'ZoneNameTakenError', path: ['input', 'name'] };

mutationCases({
  typeDefs: typeDefsOf('locations'),
  service: () => ({ databaseUrl: running.world.databaseUrl, execute: running.client.query }),
  cases: {
    ...operatorCases('locations', false),
    zoneCreate: [
      ...rights('stores', create({})),
      ...badRules(create),
      {
        title: 'a store that does not exist',
        caller: boss,
        args: create({ storeId: uuidv7() }),
        refused: noStore,
      },
      { title: 'no ID of a store', caller: boss, args: create({ storeId: 'x' }), refused: noStore },
      {
        title: 'a store that is closed',
        caller: boss,
        args: create({ storeId: closedStore.storeId }),
        refused: noStore,
      },
      { title: 'a name that is taken', caller: boss, args: create({ name: 'Taken' }), refused: taken },
    ],
    zoneUpdate: [
      ...ofZone('stores', (id) => ({ zoneId: id, input: { expectedVersion: 1, priority: 3 } })),
      ...badRules(update),
      {
        title: 'a stale version',
        caller: boss,
        args: update({ expectedVersion: 2, priority: 3 }),
        refused: { userError: 'VersionConflictError', path: ['input', 'expectedVersion'] },
      },
    ],
    zonePause: ofZone('stock', (id) => ({ zoneId: id })),
    zoneResume: ofZone('stock', (id) => ({ zoneId: id })),
    zoneClose: ofZone('stores', (id) => ({ zoneId: id })).filter(
      ({ title }) => title !== 'a zone that is closed',
    ),
    zoneSurgeSet: [
      ...ofZone('stock', (id) => ({ zoneId: id, surge: { percent: 150, until: inAnHour() } })),
      {
        title: '0 percent',
        caller: staff,
        args: surge({ percent: 0 }),
        refused: invalid('surge', 'percent'),
      },
      {
        title: '1,001 percent',
        caller: staff,
        args: surge({ percent: 1001 }),
        refused: invalid('surge', 'percent'),
      },
      {
        title: 'the past',
        caller: staff,
        args: surge({ until: '2026-01-01T00:00:00Z' }),
        refused: invalid('surge', 'until'),
      },
      {
        title: 'more than a week',
        caller: staff,
        args: surge({ until: '2099-01-01T00:00:00Z' }),
        refused: invalid('surge', 'until'),
      },
    ],
  },
});
