import { typeDefsOf } from '@nakku/graphql-kit';
import {
  admin,
  anonymous,
  courier as courierCaller,
  customer,
  type MutationCase,
  mutationCases,
  operatorCases,
  operator,
} from '@nakku/testkit';
import { v7 } from 'uuid';
import { type DeliveryHarness, mitte, munich, startDeliveryHarness, type TestCourier } from './harness.ts';

describe('mutations of delivery', () => {
  let shop: DeliveryHarness;
  let busy: TestCourier;
  let other: TestCourier;
  /** Of `busy`: on the way to the store, with the goods, delivered. */
  const ids = { assigned: '', carried: '', delivered: '', declinedOffer: '' };
  const outsider = courierCaller();
  const ADMIN = admin();
  const stranger = customer();

  beforeAll(async () => {
    // Long leases and pauses: nothing may move by itself while the tables are compared.
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
    busy = await shop.newCourier({ capacity: 5 });
    const act = (field: string, args: string) => shop.act(field, args, busy.caller);
    const offered = await shop.newOrder({ isReady: true });
    ids.declinedOffer = await shop.offerFor(busy, offered);
    await act('deliveryOfferDecline', `offerId: "${ids.declinedOffer}"`);
    await offered.publish('order.cancel_requested', { reason: 'CUSTOMER_REQUEST' });
    ids.assigned = (await shop.assigned(busy)).deliveryId;
    ids.carried = (await shop.assigned(busy)).deliveryId;
    await act('deliveryPickedUp', `deliveryId: "${ids.carried}"`);
    ids.delivered = (await shop.assigned(busy, { handover: 'LEFT_AT_DOOR' })).deliveryId;
    await act('deliveryPickedUp', `deliveryId: "${ids.delivered}"`);
    await shop.rideToDoor(busy, ids.delivered);
    await act('deliveryComplete', `deliveryId: "${ids.delivered}"`);
    other = await shop.newCourier({ onShift: false });
    const { rows } = await shop.pool.query('SELECT count(*)::int AS n FROM dispatches');
    expect(rows).toEqual([{ n: 0 }]);
  });
  afterAll(() => shop.stop());

  const invalid = (...path: string[]) => ({ userError: 'InvalidInputError', path, code: 'INVALID_INPUT' });
  const notFound = (...path: string[]) => ({ userError: 'NotFoundError', path, code: 'NOT_FOUND' });
  const badState = { userError: 'InvalidDeliveryStateError', path: ['deliveryId'] };
  type Args = Record<string, unknown>;

  /** Who may not call it at all. */
  const withoutRight = (
    args: () => Args,
    callers: Record<string, MutationCase['caller']>,
  ): MutationCase[] => [
    { title: 'a guest', caller: anonymous(), args, refused: { error: 'UNAUTHENTICATED' } },
    ...Object.entries(callers).map(([title, caller]) => ({
      title,
      caller,
      args,
      refused: { error: 'FORBIDDEN' },
    })),
  ];
  const noCouriers = { 'a customer': stranger, 'an operator': operator([v7()]), 'an admin': ADMIN };

  const lazy = (
    title: string,
    caller: () => MutationCase['caller'],
    args: () => Args,
    refused: MutationCase['refused'],
  ): MutationCase => ({
    title,
    get caller() {
      return caller();
    },
    args,
    refused,
  });
  const byBusy = (title: string, args: () => Args, refused: MutationCase['refused']): MutationCase =>
    lazy(title, () => busy.caller, args, refused);

  /** What every act of a courier on a delivery must refuse. */
  const courierAct = (more: Args = {}): MutationCase[] => [
    ...withoutRight(() => ({ deliveryId: ids.assigned, ...more }), noCouriers),
    byBusy('an id that is none', () => ({ deliveryId: 'x', ...more }), invalid('deliveryId')),
    byBusy('a delivery that is none', () => ({ deliveryId: v7(), ...more }), notFound('deliveryId')),
    lazy(
      'another courier',
      () => other.caller,
      () => ({ deliveryId: ids.carried, ...more }),
      notFound('deliveryId'),
    ),
    lazy(
      'who is no courier',
      () => outsider,
      () => ({ deliveryId: ids.carried, ...more }),
      notFound('deliveryId'),
    ),
  ];
  const offerAct = (): MutationCase[] => [
    ...withoutRight(() => ({ offerId: ids.declinedOffer }), noCouriers),
    byBusy('an id that is none', () => ({ offerId: '1' }), invalid('offerId')),
    byBusy('an offer that is none', () => ({ offerId: v7() }), notFound('offerId')),
    lazy(
      'another courier',
      () => other.caller,
      () => ({ offerId: ids.declinedOffer }),
      notFound('offerId'),
    ),
    lazy(
      'who is no courier',
      () => outsider,
      () => ({ offerId: ids.declinedOffer }),
      notFound(),
    ),
  ];
  const reasons = (
    act: (title: string, args: () => Args, refused: MutationCase['refused']) => MutationCase,
    id: () => string,
  ): MutationCase[] =>
    ['', '   ', 'x'.repeat(201), 'bell\u0007'].map((reason) =>
      act(
        `the reason ${JSON.stringify(reason.slice(0, 8))}, ${reason.length} long`,
        () => ({ deliveryId: id(), reason }),
        invalid('reason'),
      ),
    );

  const newCourier = (more: Args = {}) => ({
    input: { userId: other.caller.userId, displayName: 'Dana', vehicle: 'CAR', capacity: 1, ...more },
  });
  const create = (title: string, more: () => Args, refused: MutationCase['refused']): MutationCase => ({
    title,
    caller: ADMIN,
    args: () => newCourier(more()),
    refused,
  });
  const byAdmin = (title: string, args: () => Args, refused: MutationCase['refused']): MutationCase => ({
    title,
    caller: ADMIN,
    args,
    refused,
  });
  const update = (more: Args = {}) => ({ courierId: other.courierId, input: { capacity: 2, ...more } });
  const position = (more: Args = {}) => ({
    input: { location: mitte, at: new Date().toISOString(), ...more },
  });
  const byStaff = (title: string, args: () => Args, refused: MutationCase['refused']): MutationCase =>
    lazy(title, () => shop.operator, args, refused);

  mutationCases({
    typeDefs: typeDefsOf('delivery'),
    service: () => ({
      databaseUrl: shop.world.databaseUrl,
      execute: async (document, variables, caller) => {
        const { data, errors } = await shop.client.query(document, variables, caller);
        return { data, errors: errors ?? [] };
      },
    }),
    cases: {
      ...operatorCases('delivery'),
      courierCreate: [
        ...withoutRight(newCourier, {
          'a customer': stranger,
          'a courier': outsider,
          'an operator': operator([v7()]),
        }),
        create('an id that is none', () => ({ userId: 'x' }), invalid('input', 'userId')),
        create('a user that is none', () => ({ userId: v7() }), notFound('input', 'userId')),
        create('a courier already', () => ({}), {
          userError: 'CourierExistsError',
          path: ['input', 'userId'],
        }),
        create('no name', () => ({ displayName: ' ' }), invalid('input', 'displayName')),
        create('a name of 61', () => ({ displayName: 'x'.repeat(61) }), invalid('input', 'displayName')),
        create('no capacity', () => ({ capacity: 0 }), invalid('input', 'capacity')),
        create('a capacity of 11', () => ({ capacity: 11 }), invalid('input', 'capacity')),
        create('a vehicle that is none', () => ({ vehicle: 'BOAT' }), { error: 'BAD_USER_INPUT' }),
      ],
      courierUpdate: [
        ...withoutRight(update, {
          'a customer': stranger,
          'a courier': outsider,
          'an operator': operator([v7()]),
        }),
        byAdmin('an id that is none', () => ({ ...update(), courierId: 'x' }), invalid('courierId')),
        byAdmin('a courier that is none', () => ({ ...update(), courierId: v7() }), notFound('courierId')),
        byAdmin('a stale version', () => update({ expectedVersion: 2 }), {
          userError: 'VersionConflictError',
          path: ['input', 'expectedVersion'],
          code: 'VERSION_CONFLICT',
        }),
        byAdmin('no version', () => update({ expectedVersion: 0 }), invalid('input', 'expectedVersion')),
        byAdmin('no name', () => update({ displayName: ' ' }), invalid('input', 'displayName')),
        byAdmin('no capacity', () => update({ capacity: 0 }), invalid('input', 'capacity')),
        byAdmin(
          'a capacity below what is in hand',
          () => ({ courierId: busy.courierId, input: { capacity: 1 } }),
          invalid('input', 'capacity'),
        ),
      ],
      courierDeactivate: [
        ...withoutRight(() => ({ courierId: other.courierId, reason: 'r' }), {
          'a customer': stranger,
          'a courier': outsider,
          'an operator': operator([v7()]),
        }),
        byAdmin('an id that is none', () => ({ courierId: 'x', reason: 'r' }), invalid('courierId')),
        byAdmin('a courier that is none', () => ({ courierId: v7(), reason: 'r' }), notFound('courierId')),
        byAdmin('no reason', () => ({ courierId: other.courierId, reason: ' ' }), invalid('reason')),
      ],
      courierReactivate: [
        ...withoutRight(() => ({ courierId: other.courierId }), {
          'a customer': stranger,
          'a courier': outsider,
          'an operator': operator([v7()]),
        }),
        byAdmin('an id that is none', () => ({ courierId: 'x' }), invalid('courierId')),
        byAdmin('a courier that is none', () => ({ courierId: v7() }), notFound('courierId')),
      ],
      shiftStart: [
        ...withoutRight(() => ({ location: mitte }), noCouriers),
        lazy(
          'who is no courier',
          () => outsider,
          () => ({ location: mitte }),
          notFound(),
        ),
        byBusy('505 km away from where the courier was a moment ago', () => ({ location: munich }), {
          userError: 'InvalidInputError',
          path: ['location'],
        }),
        byBusy('beyond the pole', () => ({ location: { ...mitte, latitude: 91 } }), {
          error: 'BAD_USER_INPUT',
        }),
      ],
      shiftEnd: [
        ...withoutRight(() => ({}), noCouriers),
        lazy(
          'who is no courier',
          () => outsider,
          () => ({}),
          notFound(),
        ),
        byBusy('with deliveries in hand', () => ({}), { userError: 'DeliveryUnderWayError', path: [] }),
      ],
      deliveryOfferAccept: [
        ...offerAct(),
        byBusy('an offer that was declined', () => ({ offerId: ids.declinedOffer }), {
          userError: 'OfferGoneError',
          path: ['offerId'],
          code: 'OFFER_GONE',
        }),
      ],
      deliveryOfferDecline: [...offerAct()],
      deliveryArrivedAtStore: [
        ...courierAct(),
        byBusy('with the goods', () => ({ deliveryId: ids.carried }), badState),
        byBusy('when it is delivered', () => ({ deliveryId: ids.delivered }), badState),
      ],
      deliveryPickedUp: [
        ...courierAct(),
        byBusy('when it is delivered', () => ({ deliveryId: ids.delivered }), badState),
      ],
      deliveryComplete: [
        ...courierAct({ code: '0000' }),
        byBusy('before pick-up', () => ({ deliveryId: ids.assigned, code: '0000' }), badState),
        byBusy('without a code', () => ({ deliveryId: ids.carried }), invalid('code')),
        ...['', '123', '12345', '12 4', 'abcd', '１２３４'].map((code) =>
          byBusy(
            `the code ${JSON.stringify(code)}`,
            () => ({ deliveryId: ids.carried, code }),
            invalid('code'),
          ),
        ),
      ],
      deliveryCompleteByStaff: [
        ...withoutRight(() => ({ deliveryId: ids.carried, reason: 'r' }), {
          'a customer': stranger,
          'a courier': outsider,
        }),
        lazy(
          'its courier',
          () => busy.caller,
          () => ({ deliveryId: ids.carried, reason: 'r' }),
          { error: 'FORBIDDEN' },
        ),
        lazy(
          'of another store',
          () => operator([v7()]),
          () => ({ deliveryId: ids.carried, reason: 'r' }),
          notFound('deliveryId'),
        ),
        byStaff('an id that is none', () => ({ deliveryId: 'x', reason: 'r' }), invalid('deliveryId')),
        byStaff('a delivery that is none', () => ({ deliveryId: v7(), reason: 'r' }), notFound('deliveryId')),
        byStaff('before pick-up', () => ({ deliveryId: ids.assigned, reason: 'r' }), badState),
        byStaff('when it is delivered', () => ({ deliveryId: ids.delivered, reason: 'r' }), badState),
        ...reasons(byStaff, () => ids.carried),
      ],
      deliveryFail: [
        ...courierAct({ reason: 'r' }),
        byBusy('when it is delivered', () => ({ deliveryId: ids.delivered, reason: 'r' }), badState),
        byBusy(
          'an absent customer who was not reported',
          () => ({ deliveryId: ids.carried, reason: 'r', code: 'CUSTOMER_ABSENT' }),
          { userError: 'WaitingTimeError', path: ['code'], code: 'WAITING_TIME' },
        ),
        ...reasons(byBusy, () => ids.carried),
      ],
      deliveryCustomerAbsent: [
        ...courierAct(),
        byBusy('before pick-up', () => ({ deliveryId: ids.assigned }), badState),
        byBusy('when it is delivered', () => ({ deliveryId: ids.delivered }), badState),
      ],
      deliveryReturned: [
        ...withoutRight(() => ({ deliveryId: ids.carried }), { 'a customer': stranger }),
        byBusy('an id that is none', () => ({ deliveryId: 'x' }), invalid('deliveryId')),
        byBusy('a delivery that is none', () => ({ deliveryId: v7() }), notFound('deliveryId')),
        byBusy('while it goes to the customer', () => ({ deliveryId: ids.carried }), badState),
        lazy(
          'another courier',
          () => other.caller,
          () => ({ deliveryId: ids.carried }),
          notFound('deliveryId'),
        ),
        lazy(
          'of another store',
          () => operator([v7()]),
          () => ({ deliveryId: ids.carried }),
          notFound('deliveryId'),
        ),
        byStaff('before pick-up', () => ({ deliveryId: ids.assigned }), badState),
      ],
      courierPositionReport: [
        ...withoutRight(position, noCouriers),
        lazy('who is no courier', () => outsider, position, notFound()),
        byBusy(
          'in the future',
          () => position({ at: new Date(Date.now() + 60_000).toISOString() }),
          invalid('input', 'at'),
        ),
        byBusy('beyond the date line', () => position({ location: { ...mitte, longitude: 181 } }), {
          error: 'BAD_USER_INPUT',
        }),
      ],
    },
  });

  test('a report of a courier off shift is dropped', async () => {
    const args = `input: { location: { latitude: 52.5, longitude: 13.4 }, at: "${new Date().toISOString()}" }`;
    expect(await shop.act('courierPositionReport', args, other.caller, 'isAccepted')).toEqual({
      isAccepted: false,
      userErrors: [],
    });
  });

  test('queries need their scope, and know no strangers', async () => {
    const all = '{ courierMe { id } myDeliveries { id } myDeliveryOffers { id } }';
    const responses = async (caller: MutationCase['caller']) => shop.client.query(all, {}, caller);
    expect((await responses(busy.caller)).data).toEqual({
      courierMe: { id: busy.courierId },
      myDeliveries: [{ id: ids.assigned }, { id: ids.carried }],
      myDeliveryOffers: [],
    });
    expect((await responses(outsider)).data).toEqual({
      courierMe: null,
      myDeliveries: [],
      myDeliveryOffers: [],
    });
    for (const [caller, code] of [
      [stranger, 'FORBIDDEN'],
      [anonymous(), 'UNAUTHENTICATED'],
    ] as const) {
      const { data, errors } = await responses(caller);
      expect(data).toEqual({ courierMe: null, myDeliveries: null, myDeliveryOffers: null });
      expect(errors?.map((error) => error.extensions?.code)).toEqual([code, code, code]);
    }
    const { errors } = await shop.client.query(`{ delivery(orderId: "${v7()}") { id } }`, {}, anonymous());
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    for (const orderId of ['x', v7()]) {
      const none = await shop.client.query(`{ delivery(orderId: "${orderId}") { id } }`, {}, stranger);
      expect(none).toMatchObject({ data: { delivery: null }, errors: undefined });
    }
  });
});
