import { admin, anonymous, customer, operator } from '@nakku/testkit';
import { v7 } from 'uuid';
import { type DeliveryHarness, startDeliveryHarness, type TestCourier } from './harness.ts';

type Caller = Parameters<DeliveryHarness['client']['query']>[2];

describe('couriers and deliveries as lists', () => {
  let shop: DeliveryHarness;
  let resting: TestCourier;
  let riding: TestCourier;
  let assigned: { deliveryId: string; orderId: string };
  let scheduled: { deliveryId: string };

  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
    resting = await shop.newCourier({ onShift: false });
    riding = await shop.newCourier({ capacity: 3 });
    const one = await shop.assigned(riding);
    assigned = { deliveryId: one.deliveryId, orderId: one.order.orderId };
    scheduled = { deliveryId: await shop.deliveryOf(await shop.newOrder()) };
  });
  afterAll(() => shop.stop());

  const list = async (document: string, caller: Caller) => {
    const { data, errors } = await shop.client.query(document, {}, caller);
    const [field] = Object.keys(data ?? {});
    const code = errors?.[0]?.extensions?.code;
    return code ?? data?.[field ?? '']?.edges.map(({ node }: { node: { id: string } }) => node.id);
  };
  const deliveries = (filter: string, caller: Caller) =>
    list(`{ deliveries(first: 10, filter: { ${filter} }) { edges { node { id } } } }`, caller);
  const couriers = (filter: string, caller: Caller = shop.admin) =>
    list(`{ couriers(first: 10, filter: { ${filter} }) { edges { node { id } } } }`, caller);

  test('deliveries: staff see those of their stores, admins all, nobody else any', async () => {
    const all = [scheduled.deliveryId, assigned.deliveryId];
    expect(await deliveries('', shop.operator)).toEqual(all);
    expect(await deliveries('', shop.admin)).toEqual(all);
    expect(await deliveries(`storeId: "${shop.storeId}"`, shop.operator)).toEqual(all);
    expect(await deliveries('', operator([v7()]))).toEqual([]);
    expect(await deliveries(`storeId: "${shop.storeId}"`, operator([v7()]))).toEqual([]);
    expect(await deliveries('', customer())).toBe('FORBIDDEN');
    expect(await deliveries('', riding.caller)).toBe('FORBIDDEN');
    expect(await deliveries('', anonymous())).toBe('UNAUTHENTICATED');
  });

  test('deliveries by status and courier, with ids in capitals', async () => {
    const { deliveryId } = assigned;
    expect(await deliveries('statuses: [ASSIGNED, PICKED_UP]', shop.operator)).toEqual([deliveryId]);
    expect(await deliveries('statuses: []', shop.operator)).toEqual([]);
    const byCourier = `courierId: "${riding.courierId.toUpperCase()}"`;
    expect(await deliveries(byCourier, shop.operator)).toEqual([deliveryId]);
    const byStore = `storeId: "${shop.storeId.toUpperCase()}"`;
    expect(await deliveries(byStore, shop.operator)).toHaveLength(2);
    expect(await deliveries('storeId: "x"', shop.admin)).toBe('BAD_USER_INPUT');
  });

  test('couriers: for who manages them; by shift, state and name', async () => {
    expect(await couriers('')).toEqual([riding.courierId, resting.courierId]);
    expect(await couriers('isOnShift: true')).toEqual([riding.courierId]);
    expect(await couriers('isActive: false')).toEqual([]);
    expect(await couriers('text: "dAn"')).toHaveLength(2);
    // A pattern of LIKE is text like any other.
    expect(await couriers('text: "_"')).toEqual([]);
    for (const caller of [customer(), riding.caller, shop.operator]) {
      expect(await couriers('', caller)).toBe('FORBIDDEN');
    }
    expect(await couriers('', anonymous())).toBe('UNAUTHENTICATED');
  });

  test('pages follow each other, both ways; a cursor of another list is refused', async () => {
    const page = async (args: string, field = 'deliveries') => {
      const { data, errors } = await shop.client.query(
        `{ ${field}(${args}) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`,
        {},
        shop.admin,
      );
      return errors?.[0]?.extensions?.code ?? data?.[field];
    };
    const first = await page('first: 1');
    expect(first).toMatchObject({
      edges: [{ node: { id: scheduled.deliveryId } }],
      pageInfo: { hasNextPage: true },
    });
    const second = await page(`first: 1, after: "${first.pageInfo.endCursor}"`);
    expect(second).toMatchObject({
      edges: [{ node: { id: assigned.deliveryId } }],
      pageInfo: { hasNextPage: false },
    });
    const back = await page(`last: 1, before: "${second.pageInfo.endCursor}"`);
    expect(back.edges).toMatchObject([{ node: { id: scheduled.deliveryId } }]);
    for (const field of ['couriers', 'courierChanges']) {
      expect(await page(`first: 1, after: "${first.pageInfo.endCursor}"`, field)).toBe('BAD_USER_INPUT');
    }
    expect(await page('first: 1, after: "bm9uc2Vuc2U"')).toBe('BAD_USER_INPUT');
    expect(await page('first: 101')).toBe('BAD_USER_INPUT');
  });
});

describe('what administrators do to couriers', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());
  beforeEach(() => shop.quiet());

  const PROFILE = 'courier { displayName vehicle capacity isActive isOnShift }';
  const auditOf = async (courierId: string, caller: Caller = shop.admin) => {
    const { data, errors } = await shop.client.query(
      `{ courierChanges(first: 10, courierId: "${courierId}") { edges { node {
           kind reason actor { id } courier { id } before { displayName vehicle capacity isActive }
           after { displayName vehicle capacity isActive } } } } }`,
      {},
      caller,
    );
    return (
      errors?.[0]?.extensions?.code ??
      data?.courierChanges.edges.map(({ node }: { node: Record<string, unknown> }) => node)
    );
  };

  test('a courier is changed, with both profiles in the audit', async () => {
    const { courierId, caller } = await shop.newCourier();
    const changed = await shop.act(
      'courierUpdate',
      `courierId: "${courierId.toUpperCase()}", input: { displayName: "  Dana D. ", capacity: 4 }`,
      shop.admin,
      PROFILE,
    );
    const profile = { displayName: 'Dana D.', vehicle: 'SCOOTER', capacity: 4, isActive: true };
    expect(changed).toEqual({ courier: { ...profile, isOnShift: true }, userErrors: [] });
    const stale = await shop.act(
      'courierUpdate',
      `courierId: "${courierId}", input: { capacity: 5, expectedVersion: 1 }`,
      shop.admin,
      'courier { version }',
    );
    expect(stale).toMatchObject({ courier: null, userErrors: [{ code: 'VERSION_CONFLICT' }] });
    const { data } = await shop.client.query(
      '{ couriers(first: 100) { edges { node { id version } } } }',
      {},
      shop.admin,
    );
    expect(data?.couriers.edges).toContainEqual({ node: { id: courierId, version: 2 } });
    // What is so already is no change.
    await shop.act('courierUpdate', `courierId: "${courierId}", input: { capacity: 4 }`, shop.admin);
    const created = { ...profile, displayName: 'Dana', capacity: 1 };
    const act = { reason: null, actor: { id: shop.admin.userId }, courier: { id: courierId } };
    expect(await auditOf(courierId)).toEqual([
      { ...act, kind: 'UPDATED', before: created, after: profile },
      { ...act, kind: 'CREATED', before: null, after: created },
    ]);
    for (const other of [caller, customer(), shop.operator]) {
      expect(await auditOf(courierId, other)).toBe('FORBIDDEN');
    }
  });

  test('a deactivated courier leaves the shift, brings what is carried, and gets no other shift until reactivated', async () => {
    const courier = await shop.newCourier({ capacity: 2 });
    const waiting = await shop.assigned(courier);
    const carried = await shop.assigned(courier);
    await shop.act('deliveryPickedUp', `deliveryId: "${carried.deliveryId}"`, courier.caller);
    const deactivate = () =>
      shop.act(
        'courierDeactivate',
        `courierId: "${courier.courierId}", reason: "Licence expired"`,
        shop.admin,
        PROFILE,
      );
    const off = await deactivate();
    expect(off).toMatchObject({ courier: { isActive: false, isOnShift: false }, userErrors: [] });
    expect(await deactivate()).toEqual(off);
    expect(await shop.eventsOf(waiting.order, 3)).toEqual(['scheduled', 'assigned', 'updated']);
    expect(await shop.eventsOf(carried.order, 3)).toEqual(['scheduled', 'assigned', 'started']);
    const start = () =>
      shop.act('shiftStart', 'location: { latitude: 52.5287, longitude: 13.4103 }', courier.caller);
    expect((await start()).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await shop.act('courierReactivate', `courierId: "${courier.courierId}"`, shop.admin);
    expect((await start()).userErrors).toEqual([]);
    const audit = await auditOf(courier.courierId);
    expect(audit.map(({ kind, reason }: { kind: string; reason: string | null }) => [kind, reason])).toEqual([
      ['REACTIVATED', null],
      ['DEACTIVATED', 'Licence expired'],
      ['CREATED', null],
    ]);
  });

  test('who completed a delivery for a courier stands in the timeline, for the staff of the store', async () => {
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    await shop.act(
      'deliveryCompleteByStaff',
      `deliveryId: "${deliveryId}", reason: "No phone"`,
      shop.operator,
    );
    const lastStep = async (caller: Caller) => {
      const document = `{ delivery(orderId: "${order.orderId}") { timeline { kind actor { id } } } }`;
      return (await shop.client.query(document, {}, caller)).data?.delivery.timeline.at(-1);
    };
    const kind = 'COMPLETED_BY_STAFF';
    for (const caller of [shop.operator, admin()]) {
      expect(await lastStep(caller)).toEqual({ kind, actor: { id: shop.operator.userId } });
    }
    for (const caller of [order.customer, courier.caller]) {
      expect(await lastStep(caller)).toEqual({ kind, actor: null });
    }
  });
});
