import { randomUUID } from 'node:crypto';
import { SUBGRAPHS } from '../harness/system.ts';
import type { Scene } from './scene.ts';
import { pausedPromotion } from './scene.ts';

type Arguments = Record<string, unknown>;

/** How one root field is called so that its rights show: with the owner's objects, and without harm to them. */
export interface Probe {
  readonly args?: (scene: Scene) => Arguments;
  /** Another way to ask, where staff asks otherwise than customers do: a caller may what either lets through. */
  readonly otherwise?: (scene: Scene) => Arguments;
  /** The owner's object that must be in a list, else the caller sees only things of their own. */
  readonly holds?: (scene: Scene) => string;
  /** Codes by which the owner of the field says that this is not the caller's. */
  readonly refusedBy?: readonly string[];
}

const none = () => ({});
const page = { first: 100 };
/** Any version but the right one: whoever may act gets a conflict, and nothing changes. */
const expectedVersion = 999_999;
const input = (given: (scene: Scene) => Arguments) => (scene: Scene) => ({ input: given(scene) });
const once = (given: (scene: Scene) => Arguments) =>
  input((scene) => ({ ...given(scene), idempotencyKey: randomUUID() }));
const address = {
  lines: ['Rosenthaler Straße 40'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude: 52.5242, longitude: 13.4022 },
};
/** An object that does not exist, where a right does not depend on whose it is. */
const nobodys = { refusedBy: [] as readonly string[] };

/** Every service shows to who runs the installation what stands still; those that follow topics let them repeat it. */
const FOLLOWERS = [
  'users',
  'products',
  'inventory',
  'cart',
  'orders',
  'payments',
  'delivery',
  'locations',
  'notifications',
  'analytics',
];
/** Those that have the deprecated names of the operators' mutations too. */
const WITH_REPLAY = ['users', 'inventory', 'cart', 'orders', 'payments', 'delivery'];
const ofEach = (services: readonly string[], suffix: string, probe: Probe): Record<string, Probe> =>
  Object.fromEntries(services.map((service) => [`${service}${suffix}`, probe]));

export const queries: Readonly<Record<string, Probe>> = {
  ...ofEach(SUBGRAPHS, 'Operations', {}),
  ...ofEach(['inventory', 'payments'], 'Reconciliation', {}),
  me: {},
  user: { args: ({ ownerId }) => ({ by: { id: ownerId } }) },
  users: { args: () => page },
  userAuditEntries: { args: () => page },
  store: { args: ({ storeId }) => ({ id: storeId }) },
  stores: { args: () => page },
  storesServing: { args: () => ({ location: address.location }) },
  addressValidate: {
    args: () => ({
      input: {
        street: 'Rosenthaler Straße',
        houseNumber: '40',
        postcode: '10178',
        city: 'Berlin',
        country: 'DE',
      },
    }),
  },
  locationAutocomplete: { args: () => ({ text: 'Rosenthaler' }) },
  locationGeocode: { args: () => ({ text: 'Rosenthaler Straße 40, 10178 Berlin' }) },
  locationReverse: { args: () => ({ location: address.location }) },
  serviceability: { args: () => ({ location: address.location }) },
  zone: { args: ({ zoneId }) => ({ id: zoneId }) },
  stockItems: { args: ({ storeId, productId }) => ({ storeId, productIds: [productId], first: 1 }) },
  storeAuditEntries: { args: ({ storeId }) => ({ storeId, first: 1 }) },
  product: { args: ({ productId }) => ({ by: { id: productId } }) },
  products: { args: () => ({ first: 1 }) },
  priceEntries: { args: () => page },
  productSuggestions: { args: () => ({ text: 'milk' }) },
  category: { args: ({ categoryId }) => ({ by: { id: categoryId } }) },
  categories: {},
  catalogAuditEntries: { args: () => page },
  promotions: { args: () => page },
  promotionAuditEntries: { args: () => page },
  promotion: { args: ({ promotionId }) => ({ id: promotionId }) },
  cart: { args: ({ cartId }) => ({ id: cartId }) },
  myCarts: { holds: ({ cartId }) => cartId },
  order: { args: ({ orderId }) => ({ id: orderId }) },
  orders: {
    args: () => page,
    otherwise: ({ storeId }) => ({ ...page, filter: { storeId } }),
    holds: ({ orderId }) => orderId,
  },
  orderAlerts: { args: () => page },
  orderIssues: { args: () => page },
  pickList: { args: ({ orderId }) => ({ orderId }) },
  pickQueue: { args: ({ storeId }) => ({ storeId, ...page }), holds: ({ orderId }) => orderId },
  paymentMethods: { holds: ({ methodId }) => methodId },
  payments: { args: () => page, holds: ({ paymentId }) => paymentId },
  delivery: { args: ({ orderId }) => ({ orderId }) },
  deliveries: { args: () => page, holds: ({ deliveryId }) => deliveryId },
  notification: { args: ({ notificationId }) => ({ id: notificationId }) },
  couriers: { args: () => page },
  courierChanges: { args: () => page },
  courierMe: {},
  myDeliveries: { holds: ({ deliveryId }) => deliveryId },
  myDeliveryOffers: { holds: ({ deliveryId }) => deliveryId },
  salesReport: {
    args: ({ storeId }) => ({
      ...{ storeId, from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', interval: 'DAY' },
    }),
  },
  topProducts: { args: ({ storeId }) => ({ storeId, from: '2026-01-01', to: '2026-01-31' }) },
  customerCohorts: { args: ({ storeId }) => ({ storeId, from: '2026-01', to: '2026-03' }) },
};

export const subscriptions: Readonly<Record<string, Probe>> = {
  cartUpdated: { args: ({ cartId }) => ({ cartId }) },
  orderUpdated: { args: ({ orderId }) => ({ orderId }) },
  ordersFeed: { args: ({ storeId }) => ({ storeId }) },
  deliveryUpdated: { args: ({ orderId }) => ({ orderId }) },
  courierPosition: { args: ({ orderId }) => ({ orderId }) },
  notificationReceived: {},
  deliveryOffers: {},
  stockChanged: { args: ({ storeId, productId }) => ({ storeId, productIds: [productId] }) },
  operationsDashboard: { args: ({ storeId }) => ({ storeId }) },
};

/** In the order in which they are called: the last ones end the owner's order. */
export const mutations: Readonly<Record<string, Probe>> = {
  ...ofEach(FOLLOWERS, 'DeadLetterRedrive', { ...nobodys, args: () => ({ id: randomUUID() }) }),
  ...ofEach(FOLLOWERS, 'TopicReprocess', { ...nobodys, args: () => ({ topic: 'none' }) }),
  ...ofEach(WITH_REPLAY, 'DeadLetterReplay', { ...nobodys, args: () => ({ id: randomUUID() }) }),
  ...ofEach(WITH_REPLAY, 'TopicReplay', { ...nobodys, args: () => ({ topic: 'none' }) }),
  userRegister: {
    args: input(() => ({
      email: `matrix-${randomUUID()}@customers.example`,
      password: 'a long pass phrase of a customer',
      name: 'Mara Matrix',
    })),
  },
  sessionCreate: { args: input(({ ownerEmail }) => ({ email: ownerEmail, password: 'a guess' })) },
  sessionRefresh: { args: () => ({ refreshToken: 'a guess' }) },
  sessionRevoke: { args: ({ spareSessionId }) => ({ sessionId: spareSessionId }) },
  sessionsRevokeAll: { args: () => ({ exceptCurrent: true }) },
  profileUpdate: { args: input(() => ({ name: 'Mona Matrix' })) },
  passwordChange: {
    args: input(() => ({ currentPassword: 'a guess', newPassword: 'another long pass phrase' })),
  },
  addressAdd: { args: input(() => ({ label: 'Matrix', address })) },
  addressUpdate: { args: ({ addressId }) => ({ addressId, input: { label: 'Home' } }) },
  addressSetDefault: { args: ({ addressId }) => ({ addressId }) },
  addressRemove: { args: ({ spareAddressId }) => ({ addressId: spareAddressId }) },
  userRolesSet: { args: ({ spareUserId }) => ({ userId: spareUserId, roles: ['CUSTOMER'], storeIds: [] }) },
  userDisable: { args: ({ spareUserId }) => ({ userId: spareUserId }) },
  userEnable: { args: ({ spareUserId }) => ({ userId: spareUserId }) },
  userErase: { ...nobodys, args: () => ({ userId: randomUUID() }) },
  accountErase: { args: () => ({ password: 'a guess' }) },

  productCreate: {
    args: input(({ sku, categoryId }) => ({
      sku,
      name: 'Matrix',
      size: 1,
      unit: 'PIECE',
      price: { amount: 100, currency: 'EUR' },
      taxRate: 700,
      categoryId,
    })),
  },
  productUpdate: { args: ({ productId }) => ({ productId, input: { expectedVersion } }) },
  priceEntryCreate: {
    args: input(({ productId }) => ({ productId, price: { amount: 0, currency: 'EUR' } })),
  },
  priceEntryUpdate: { ...nobodys, args: () => ({ priceEntryId: randomUUID(), input: { expectedVersion } }) },
  priceEntryDelete: { ...nobodys, args: () => ({ priceEntryId: randomUUID() }) },
  productArchive: { ...nobodys, args: () => ({ productId: randomUUID() }) },
  productRestore: { ...nobodys, args: () => ({ productId: randomUUID() }) },
  categoryCreate: { args: input(({ categorySlug }) => ({ name: 'Matrix', slug: categorySlug })) },
  categoryUpdate: { args: ({ categoryId }) => ({ categoryId, input: { expectedVersion } }) },
  categoryMove: { args: ({ categoryId }) => ({ categoryId, input: { expectedVersion } }) },
  categoryArchive: { ...nobodys, args: () => ({ categoryId: randomUUID() }) },
  categoryRestore: { ...nobodys, args: () => ({ categoryId: randomUUID() }) },

  storeCreate: {
    args: input(() => ({
      name: '',
      address,
      radiusMeters: 1,
      timeZone: 'Europe/Berlin',
      openingHours: [],
      deliveryFee: 0,
      currency: 'EUR',
    })),
  },
  storeUpdate: { args: ({ storeId }) => ({ storeId, input: { expectedVersion } }) },
  storeClose: { ...nobodys, args: () => ({ storeId: randomUUID() }) },
  // Too long: whoever may act is refused for that, and the store stays as it is.
  storePause: { args: ({ storeId }) => ({ storeId, reason: 'x'.repeat(201) }) },
  storeResume: { args: ({ storeId }) => ({ storeId, reason: 'x'.repeat(201) }) },
  zoneCreate: {
    args: input(({ storeId }) => ({ storeId, name: '', geoJson: '', fee: { base: 0 } })),
  },
  zoneUpdate: { args: ({ zoneId }) => ({ zoneId, input: { expectedVersion } }) },
  zonePause: { args: ({ zoneId }) => ({ zoneId }) },
  zoneResume: { args: ({ zoneId }) => ({ zoneId }) },
  zoneSurgeSet: { args: ({ zoneId }) => ({ zoneId, surge: null }) },
  zoneClose: { args: ({ zoneId }) => ({ zoneId }) },
  stockReceive: {
    args: once(({ storeId, productId }) => ({
      storeId,
      lines: [{ productId, quantity: 1 }],
      reason: 'matrix',
    })),
  },
  stockAdjust: {
    args: once(({ storeId, productId }) => ({ storeId, productId, delta: -900_000, reason: 'matrix' })),
  },
  stockThresholdSet: {
    args: once(({ storeId, productId }) => ({ storeId, productId, threshold: -1 })),
  },
  stockSet: {
    args: once(({ storeId, productId }) => ({ storeId, productId, from: 900_000, to: 1, reason: 'matrix' })),
  },

  cartCreate: {},
  cartLinesAdd: {
    args: ({ cartId, productId }) => ({ cartId, lines: [{ productId, quantity: 1 }], expectedVersion }),
  },
  cartLinesUpdate: {
    args: ({ cartId, lineId }) => ({ cartId, lines: [{ lineId, quantity: 2 }], expectedVersion }),
  },
  cartLinesRemove: { args: ({ cartId, lineId }) => ({ cartId, lineIds: [lineId], expectedVersion }) },
  cartClear: { args: ({ emptyCartId }) => ({ cartId: emptyCartId }) },
  cartFillFromOrder: { ...nobodys, args: () => ({ cartId: randomUUID(), orderId: randomUUID() }) },
  cartMerge: { ...nobodys, args: () => ({ cartToken: 'a guess' }) },
  cartAddressSet: { args: ({ cartId }) => ({ cartId, address: { address } }) },
  cartTipSet: { args: ({ cartId }) => ({ cartId, tip: 0 }) },
  cartHandoverSet: { args: ({ cartId }) => ({ cartId, handover: 'CODE' }) },
  cartCouponApply: { args: ({ cartId }) => ({ cartId, code: 'MATRIX' }) },
  cartCouponRemove: { args: ({ cartId }) => ({ cartId, code: 'MATRIX' }) },
  cartAttributesSet: { args: ({ cartId }) => ({ cartId, attributes: [] }) },
  cartCheckout: { args: ({ cartId }) => ({ cartId, expectedVersion }) },
  promotionCreate: { args: () => ({ input: pausedPromotion }) },
  promotionUpdate: { args: ({ promotionId }) => ({ promotionId, expectedVersion, input: pausedPromotion }) },
  couponsCreate: { args: ({ promotionId }) => ({ promotionId, codes: { code: 'MATRIX' } }) },

  orderPlace: {
    args: once(({ usedQuote, methodId }) => ({ quoteToken: usedQuote, paymentMethodId: methodId })),
    refusedBy: ['QUOTE_INVALID'],
  },
  orderCancel: { args: once(({ cancelledId }) => ({ orderId: cancelledId })) },
  orderPackingStart: { args: once(({ cancelledId }) => ({ orderId: cancelledId })) },
  orderLinesPick: {
    args: once(({ cancelledId }) => ({
      orderId: cancelledId,
      lines: [{ lineId: randomUUID(), quantity: 1, barcode: 'matrix' }],
    })),
  },
  orderLineShort: {
    args: once(({ cancelledId }) => ({ orderId: cancelledId, lineId: randomUUID(), quantity: 1 })),
  },
  orderSubstitutionPropose: {
    args: once(({ cancelledId, productId }) => ({
      ...{ orderId: cancelledId, lineId: randomUUID(), quantity: 1, productIds: [productId] },
    })),
  },
  orderSubstitutionAnswer: { ...nobodys, args: once(() => ({ substitutionId: randomUUID() })) },
  orderPackingFinish: { args: once(({ cancelledId }) => ({ orderId: cancelledId })) },
  orderIssueReport: {
    args: once(({ cancelledId }) => ({
      orderId: cancelledId,
      kind: 'MISSING',
      lines: [{ lineId: randomUUID(), quantity: 1 }],
    })),
  },
  orderIssueResolve: { ...nobodys, args: () => ({ issueId: randomUUID(), outcome: 'REJECTED' }) },
  orderModify: { args: once(({ cancelledId }) => ({ orderId: cancelledId, expectedVersion: 1 })) },
  orderRate: { args: input(({ cancelledId }) => ({ orderId: cancelledId, order: 5 })) },
  orderAlertResolve: { ...nobodys, args: () => ({ alertId: randomUUID() }) },

  paymentMethodAdd: { args: once(() => ({ kind: 'CASH' })) },
  paymentMethodSetDefault: { args: ({ methodId }) => ({ paymentMethodId: methodId }) },
  paymentMethodRemove: { args: ({ spareMethodId }) => ({ paymentMethodId: spareMethodId }) },
  paymentRetry: {
    args: once(({ cancelledId, methodId }) => ({ orderId: cancelledId, paymentMethodId: methodId })),
  },
  paymentRefundApprove: { ...nobodys, args: () => ({ refundId: randomUUID(), reason: 'matrix' }) },
  paymentRefundReject: { ...nobodys, args: () => ({ refundId: randomUUID(), reason: 'matrix' }) },
  paymentRefund: { args: once(({ cancelledId }) => ({ orderId: cancelledId, reason: 'matrix' })) },

  paymentAlertResolve: { ...nobodys, args: () => ({ alertId: randomUUID(), reason: 'matrix' }) },

  courierCreate: {
    ...nobodys,
    args: input(() => ({ userId: randomUUID(), displayName: 'Matrix', vehicle: 'CAR', capacity: 1 })),
  },
  notificationsMarkRead: { args: input(({ notificationId }) => ({ ids: [notificationId] })) },
  shiftStart: { args: () => ({ location: address.location }) },
  shiftEnd: { args: none },
  courierPositionReport: {
    args: input(() => ({ location: address.location, at: new Date().toISOString() })),
  },
  deliveryOfferAccept: { ...nobodys, args: () => ({ offerId: randomUUID() }) },
  deliveryOfferDecline: { ...nobodys, args: () => ({ offerId: randomUUID() }) },
  deliveryArrivedAtStore: { args: ({ deliveryId }) => ({ deliveryId }) },
  deliveryPickedUp: { args: ({ deliveryId }) => ({ deliveryId }) },
  courierUpdate: { ...nobodys, args: () => ({ courierId: randomUUID(), input: {} }) },
  courierDeactivate: { ...nobodys, args: () => ({ courierId: randomUUID(), reason: 'matrix' }) },
  courierReactivate: { ...nobodys, args: () => ({ courierId: randomUUID() }) },
  deliveryCustomerAbsent: { args: ({ deliveryId }) => ({ deliveryId }) },
  deliveryComplete: { args: ({ deliveryId }) => ({ deliveryId, code: '0000x' }) },
  deliveryFail: { args: ({ deliveryId }) => ({ deliveryId, reason: 'matrix' }) },
  deliveryReturned: { args: ({ deliveryId }) => ({ deliveryId }) },
  deliveryCompleteByStaff: { args: ({ deliveryId }) => ({ deliveryId, reason: 'matrix' }) },
  orderRestock: {
    args: once(({ orderId, productId }) => ({ orderId, lines: [{ productId, quantity: 1 }] })),
  },
};

/** Ways to an entity of the owner: where its fields stand is `...F`; a caller sees what any of the ways shows. */
export interface Way {
  readonly query: string;
  readonly variables: (scene: Scene) => Arguments;
  /** Its id, where the way may also lead to others. */
  readonly id?: (scene: Scene) => string;
}

const ofOrder = (query: string, which: 'orderId' | 'refundedId' = 'orderId'): Way => ({
  query: `query ($id: ID!) { order(id: $id) { ${query} } }`,
  variables: (scene) => ({ id: scene[which] }),
});
const byId = (field: string, id: (scene: Scene) => string): Way => ({
  query: `query ($id: ID!) { ${field} }`,
  variables: (scene) => ({ id: id(scene) }),
});
const ownMethod: Way = {
  query: '{ paymentMethods { ...F } }',
  variables: none,
  id: ({ methodId }) => methodId,
};

export const entities: Readonly<Record<string, readonly Way[]>> = {
  User: [
    ofOrder('customer { ...F }'),
    {
      query: 'query ($search: String) { users(first: 1, search: $search) { edges { node { ...F } } } }',
      variables: ({ ownerEmail }) => ({ search: ownerEmail }),
    },
  ],
  Address: [
    { query: '{ me { addresses { ...F } } }', variables: none, id: ({ addressId }) => addressId },
    {
      query:
        'query ($search: String) { users(first: 1, search: $search) { edges { node { addresses { ...F } } } } }',
      variables: ({ ownerEmail }) => ({ search: ownerEmail }),
      id: ({ addressId }) => addressId,
    },
  ],
  Store: [byId('store(id: $id) { ...F }', ({ storeId }) => storeId)],
  Zone: [byId('zone(id: $id) { ...F }', ({ zoneId }) => zoneId)],
  StockItem: [
    {
      query:
        'query ($storeId: ID!, $ids: [ID!]) { stockItems(storeId: $storeId, productIds: $ids, first: 1) { edges { node { ...F } } } }',
      variables: ({ storeId, productId }) => ({ storeId, ids: [productId] }),
    },
  ],
  Product: [byId('product(by: { id: $id }) { ...F }', ({ productId }) => productId)],
  Category: [byId('category(by: { id: $id }) { ...F }', ({ categoryId }) => categoryId)],
  Cart: [byId('cart(id: $id) { ...F }', ({ cartId }) => cartId)],
  CartLine: [byId('cart(id: $id) { lines { ...F } }', ({ cartId }) => cartId)],
  Order: [ofOrder('...F')],
  Payment: [ofOrder('payment { ...F }')],
  PaymentMethod: [ownMethod, ofOrder('payment { method { ...F } }')],
  Refund: [ofOrder('payment { refunds { ...F } }', 'refundedId')],
  Delivery: [ofOrder('delivery { ...F }')],
  Notification: [byId('notification(id: $id) { ...F }', ({ notificationId }) => notificationId)],
  Courier: [ofOrder('delivery { courier { ...F } }'), { query: '{ courierMe { ...F } }', variables: none }],
  DeliveryOffer: [{ query: '{ myDeliveryOffers { ...F } }', variables: none }],
};
