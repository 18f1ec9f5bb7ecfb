import { admin, anonymous, customer, eventually, operator } from '@nakku/testkit';
import type { Caller } from '@nakku/identity';
import { aStore, type LocationsHarness, squareAround, startLocationsHarness } from './harness.ts';

const store = aStore();
const plain = aStore({
  address: { ...aStore().address, location: { latitude: 48.14, longitude: 11.58 } },
  deliveryFee: 350,
});
const paused = aStore({
  isPaused: true,
  address: { ...aStore().address, location: { latitude: 50.94, longitude: 6.96 } },
});
const boss = admin();
const staff = operator([store.storeId]);
const at = (latitude: number, longitude: number) => ({ location: { latitude, longitude } });
const inMitte = at(52.521, 13.411);

const ZONE = `id name geoJson priority fee { base { amount currency } perKilometre { amount } includedMeters freeFrom { amount } }
  minOrder { amount } deliveryHours { weekday opens closes } exceptions { date hours { opens closes } }
  surge { percent until } status version store { id }`;
const CREATE = `mutation ($input: ZoneCreateInput!) { result: zoneCreate(input: $input) {
  zone { ${ZONE} } userErrors { __typename ... on UserError { code: errorCode path } } } }`;
const UPDATE = `mutation ($zoneId: ID!, $input: ZoneUpdateInput!) { result: zoneUpdate(zoneId: $zoneId, input: $input) {
  zone { ${ZONE} } userErrors { __typename ... on UserError { code: errorCode path } } } }`;
const move = (field: string) => `mutation ($zoneId: ID!) { result: ${field}(zoneId: $zoneId) {
  zone { status version } userErrors { __typename ... on UserError { code: errorCode path } } } }`;
const SURGE = `mutation ($zoneId: ID!, $surge: DeliverySurgeInput) { result: zoneSurgeSet(zoneId: $zoneId, surge: $surge) {
  zone { surge { percent until } version } userErrors { __typename ... on UserError { code: errorCode path } } } }`;
const SERVE = `query ($location: LocationInput!) { result: serviceability(location: $location) {
  isServed reason store { id } zone { id name } distanceMeters fee { amount currency } freeDeliveryFrom { amount }
  minOrder { amount } promise { from to } opensAt } }`;
const LIST = `query ($representations: [_Any!]!, $after: String) { _entities(representations: $representations) {
  ... on Store { zones(first: 2, after: $after) { edges { node { name status } } pageInfo { hasNextPage endCursor } } } } }`;
const READ = `query ($id: ID!) { result: zone(id: $id) { name status version surge { percent } } }`;

let running: LocationsHarness;
async function run(document: string, variables: Record<string, unknown>, caller: Caller = boss) {
  const { data, errors } = await running.client.query(document, variables, caller);
  expect(errors).toBeUndefined();
  return data?.result;
}
const serve = (variables: Record<string, unknown>) => run(SERVE, variables, anonymous());
const input = (name: string, more: Record<string, unknown> = {}) => ({
  input: {
    storeId: store.storeId,
    name,
    geoJson: squareAround(13.41, 52.52),
    fee: { base: 199, perKilometre: 100, includedMeters: 1_000, freeFrom: 3_000 },
    minOrder: 1_000,
    ...more,
  },
});

beforeAll(async () => {
  running = await startLocationsHarness();
  await running.stores(store, plain, paused);
}, 60_000);
afterAll(() => running.stop(), 60_000);

test('stores without zones deliver within their radius', async () => {
  expect(await serve(at(48.15, 11.58))).toMatchObject({
    isServed: true,
    reason: null,
    store: { id: plain.storeId },
    zone: null,
    distanceMeters: 1_112,
    fee: { amount: 350, currency: 'EUR' },
    freeDeliveryFrom: { amount: 4_000 },
    minOrder: { amount: 0 },
    opensAt: null,
  });
  expect(await serve(at(48.2, 11.58))).toMatchObject({ isServed: false, reason: 'OUT_OF_ZONE', store: null });
  expect(await serve(at(50.94, 6.96))).toMatchObject({
    isServed: false,
    reason: 'STORE_PAUSED',
    store: { id: paused.storeId },
    promise: null,
  });
});

test('stores are known by the events of inventory', async () => {
  const location = { latitude: 53.55, longitude: 9.99 };
  const hamburg = aStore({ address: { ...store.address, location } });
  await running.publishStore(hamburg, 1);
  await eventually(async () => {
    expect(await serve({ location })).toMatchObject({ isServed: true, store: { id: hamburg.storeId } });
  });
  await running.publishStore({ ...hamburg, isPaused: true }, 2);
  await eventually(async () => {
    expect(await serve({ location })).toMatchObject({ isServed: false, reason: 'STORE_PAUSED' });
  });
});

describe('a zone', () => {
  let zoneId = '';

  test('is created with its event, and decides from then on', async () => {
    const capture = await running.capture();
    const { zone, userErrors } = await run(CREATE, input('Mitte'));
    expect(userErrors).toEqual([]);
    expect(zone).toMatchObject({
      name: 'Mitte',
      priority: 0,
      fee: { base: { amount: 199, currency: 'EUR' }, perKilometre: { amount: 100 }, includedMeters: 1_000 },
      minOrder: { amount: 1_000 },
      deliveryHours: null,
      exceptions: [],
      surge: null,
      status: 'ACTIVE',
      version: 1,
      store: { id: store.storeId },
    });
    zoneId = zone.id;
    const event = await capture.waitFor('zone.created', { subject: zoneId });
    expect(event).toMatchObject({
      sequence: 1,
      data: { zone: { zoneId, storeId: store.storeId, minOrder: 1_000 } },
    });
    expect(await serve(inMitte)).toMatchObject({
      isServed: true,
      zone: { id: zoneId, name: 'Mitte' },
      fee: { amount: 199 },
      freeDeliveryFrom: { amount: 3_000 },
      minOrder: { amount: 1_000 },
    });
    // Within the store's radius, but not within its zone.
    expect(await serve(at(52.5015, 13.4101))).toMatchObject({ isServed: true });
    expect(await serve(at(52.5035, 13.3895))).toMatchObject({
      isServed: false,
      reason: 'OUT_OF_ZONE',
      store: null,
    });
  });

  test('has half-open borders: the southern one belongs to it, the northern one to its neighbour', async () => {
    expect(await serve(at(52.5, 13.41))).toMatchObject({ isServed: true });
    expect(await serve(at(52.54, 13.41))).toMatchObject({ isServed: false });
    const north = await run(CREATE, input('North', { geoJson: squareAround(13.41, 52.56) }));
    expect(await serve(at(52.54, 13.41))).toMatchObject({ zone: { name: 'North' } });
    expect((await run(move('zoneClose'), { zoneId: north.zone.id })).zone.status).toBe('CLOSED');
    expect(await serve(at(52.54, 13.41))).toMatchObject({ isServed: false });
  });

  test('is changed at its version; a new area counts at once', async () => {
    const moved = { expectedVersion: 1, geoJson: squareAround(13.6, 52.52), deliveryHours: [], priority: 7 };
    expect((await run(UPDATE, { zoneId, input: moved })).zone).toMatchObject({
      version: 2,
      priority: 7,
      name: 'Mitte',
      deliveryHours: [],
    });
    expect(await serve(inMitte)).toMatchObject({ reason: 'OUT_OF_ZONE' });
    expect(await serve(at(52.52, 13.6))).toMatchObject({ reason: 'OUTSIDE_HOURS', opensAt: null });
    const back = { expectedVersion: 2, geoJson: squareAround(13.41, 52.52), deliveryHours: null };
    expect((await run(UPDATE, { zoneId, input: back })).zone).toMatchObject({
      version: 3,
      deliveryHours: null,
    });
    expect(await serve(inMitte)).toMatchObject({ isServed: true });
  });

  test('is paused and resumed by the operator of its store', async () => {
    expect(await run(move('zonePause'), { zoneId }, staff)).toEqual({
      zone: { status: 'PAUSED', version: 4 },
      userErrors: [],
    });
    expect((await run(move('zonePause'), { zoneId }, staff)).zone).toEqual({ status: 'PAUSED', version: 4 });
    expect(await serve(inMitte)).toMatchObject({ reason: 'ZONE_PAUSED', zone: { id: zoneId } });
    expect((await run(move('zoneResume'), { zoneId }, staff)).zone).toEqual({ status: 'ACTIVE', version: 5 });
  });

  test('has another fee until its surge ends', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const { zone } = await run(SURGE, { zoneId, surge: { percent: 150, until } }, staff);
    expect(zone).toEqual({ surge: { percent: 150, until }, version: 6 });
    expect(await serve(inMitte)).toMatchObject({ fee: { amount: 299 } });
    expect((await run(SURGE, { zoneId, surge: null }, staff)).zone).toEqual({ surge: null, version: 7 });
    expect(await serve(inMitte)).toMatchObject({ fee: { amount: 199 } });
  });

  test('keeps its name for itself until it is closed', async () => {
    const taken = {
      zone: null,
      userErrors: [{ __typename: 'ZoneNameTakenError', code: 'ZONE_NAME_TAKEN', path: ['input', 'name'] }],
    };
    expect(await run(CREATE, input('Mitte'))).toEqual(taken);
    const other = (await run(CREATE, input('Other'))).zone;
    expect(await run(UPDATE, { zoneId: other.id, input: { expectedVersion: 1, name: 'Mitte' } })).toEqual(
      taken,
    );
    expect((await run(move('zoneClose'), { zoneId: other.id })).zone).toEqual({
      status: 'CLOSED',
      version: 2,
    });
    expect((await run(CREATE, input('Other'))).userErrors).toEqual([]);
  });

  test('of one name is created once by many at once', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => run(CREATE, input('Race'))));
    expect(results.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
  });

  test('is read by everybody, and listed with those of its store, without closed ones', async () => {
    expect(await run(READ, { id: zoneId.toUpperCase() }, anonymous())).toEqual({
      name: 'Mitte',
      status: 'ACTIVE',
      version: 7,
      surge: null,
    });
    expect(await run(READ, { id: 'x' }, anonymous())).toBeNull();
    const names: string[] = [];
    let after: string | null = null;
    do {
      const variables: Record<string, unknown> = {
        representations: [{ __typename: 'Store', id: store.storeId }],
        after,
      };
      const { data } = await running.client.query(LIST, variables, customer());
      const { edges, pageInfo } = Object(data)._entities[0].zones;
      names.push(...edges.map(({ node }: { node: { name: string } }) => node.name));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(names).toEqual(['Mitte', 'Other', 'Race']);
  });
});
