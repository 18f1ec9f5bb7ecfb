import { admin, anonymous } from '@nakku/testkit';
import { insertStore } from '../src/store/stores.ts';
import { type InventoryHarness, startInventoryHarness } from './harness.ts';
import { aStore } from './storeHarness.ts';

let s: InventoryHarness;
const open = aStore({ name: 'A open' });
const shut = aStore({ name: 'B shut', openingHours: [] });
const closed = aStore({ name: 'C closed', status: 'CLOSED' });

beforeAll(async () => {
  s = await startInventoryHarness();
  for (const store of [open, shut, closed]) await insertStore(s.db, store);
}, 60_000);
afterAll(() => s.close(), 60_000);

describe('stores', () => {
  test('are public, in pages by name; those closed for good are only found by id', async () => {
    const first = await s.client.query(
      `{ stores(first: 1) { edges { cursor node { id name isOpen deliveryFee { amount currency } } } pageInfo { hasNextPage } } }`,
      {},
      anonymous(),
    );
    const edge = first.data?.stores.edges[0];
    expect(edge.node).toEqual({
      id: open.storeId,
      name: 'A open',
      isOpen: true,
      deliveryFee: { amount: 290, currency: 'EUR' },
    });
    expect(first.data?.stores.pageInfo.hasNextPage).toBe(true);
    const second = await s.client.query(
      `query ($after: String) { stores(first: 5, after: $after) { edges { node { name isOpen } } pageInfo { hasNextPage hasPreviousPage } } }`,
      { after: edge.cursor },
      anonymous(),
    );
    expect(second.data?.stores).toEqual({
      edges: [{ node: { name: 'B shut', isOpen: false } }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    const one = await s.client.query(
      `query ($id: ID!) { store(id: $id) { name isOpen freeDeliveryFrom { amount } address { city location { latitude } } } missing: store(id: "x") { id } }`,
      { id: closed.storeId },
      anonymous(),
    );
    expect(one.data).toEqual({
      store: {
        name: 'C closed',
        isOpen: false,
        freeDeliveryFrom: { amount: 4000 },
        address: { city: 'Berlin', location: { latitude: 52.52 } },
      },
      missing: null,
    });
  });

  test('serve a point within their radius while they are open', async () => {
    const at = (latitude: number) =>
      s.client.query(
        `query ($location: LocationInput!) { storesServing(location: $location) { id } }`,
        { location: { latitude, longitude: 13.4 } },
        anonymous(),
      );
    expect((await at(52.521)).data?.storesServing).toEqual([{ id: open.storeId }]);
    expect((await at(53)).data?.storesServing).toEqual([]);
  });

  test('are made, changed and closed by an admin, each change with its event', async () => {
    const created = await s.client.query(
      `mutation ($input: StoreCreateInput!) { storeCreate(input: $input) { store { id version isOpen freeDeliveryFrom { amount } } userErrors { __typename } } }`,
      {
        input: {
          name: 'Z new',
          address: {
            lines: ['Street 2'],
            city: 'Berlin',
            postcode: '10115',
            country: 'DE',
            location: { latitude: 40, longitude: 3 },
          },
          radiusMeters: 1000,
          timeZone: 'Europe/Berlin',
          openingHours: [],
          deliveryFee: 0,
          currency: 'EUR',
        },
      },
      admin(),
    );
    const store = created.data?.storeCreate.store;
    expect(store).toMatchObject({ version: 1, isOpen: false, freeDeliveryFrom: null });
    const update = (input: object) =>
      s.client.query(
        `mutation ($id: ID!, $input: StoreUpdateInput!) {
           storeUpdate(storeId: $id, input: $input) {
             store { name version freeDeliveryFrom { amount } minimumOrder { amount currency } } userErrors { __typename ... on VersionConflictError { currentVersion } }
           }
         }`,
        { id: store.id, input },
        admin(),
      );
    const changed = await update({ expectedVersion: 1, freeDeliveryFrom: 500, minimumOrder: 1_500 });
    expect(changed.data?.storeUpdate.store).toEqual({
      name: 'Z new',
      version: 2,
      freeDeliveryFrom: { amount: 500 },
      minimumOrder: { amount: 1_500, currency: 'EUR' },
    });
    const late = await update({ expectedVersion: 1, name: 'Late' });
    expect(late.data?.storeUpdate).toEqual({
      store: null,
      userErrors: [{ __typename: 'VersionConflictError', currentVersion: 2 }],
    });
    for (let twice = 0; twice < 2; twice += 1) {
      const gone = await s.client.query(
        `mutation ($id: ID!) { storeClose(storeId: $id) { store { version } userErrors { __typename } } }`,
        { id: store.id },
        admin(),
      );
      expect(gone.data?.storeClose).toEqual({ store: { version: 3 }, userErrors: [] });
    }
    const published = await s.capture.waitFor('store.closed', { subject: store.id });
    expect(published).toMatchObject({ sequence: 3, data: { store: { status: 'CLOSED', name: 'Z new' } } });
    expect(s.capture.events.filter((event) => event.subject === store.id).map((event) => event.type)).toEqual(
      ['store.created', 'store.updated', 'store.closed'],
    );
  });
});
