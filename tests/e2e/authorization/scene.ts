import { randomUUID } from 'node:crypto';
import { demoCouriers } from '@nakku/demo';
import { z } from 'zod';
import { mutation } from '../../../tools/src/client/index.ts';
import { demoAccount, newCustomer, paymentMethod } from '../harness/accounts.ts';
import { cancel, fillCart, order, orderWhen, placeOrder, product, store } from '../harness/shopping.ts';
import { pack } from '../harness/staff.ts';
import { until } from '../harness/waiting.ts';
import { execute } from './calling.ts';
import { tokenOf } from './callers.ts';
import type { Cast, MatrixCaller } from './callers.ts';
import type { Scene } from './sceneObjects.ts';

export type { Scene };

/** Terms of a promotion that no cart gets. */
export const pausedPromotion = {
  ...{ name: 'Matrix', currency: 'EUR', rule: { fixed: 1 } },
  ...{ startsAt: '2026-01-01T00:00:00.000Z', isPaused: true },
};

const any = z.record(z.string(), z.any());
const address = {
  lines: ['Rosenthaler Straße 40'],
  city: 'Berlin',
  postcode: '10178',
  country: 'DE',
  location: { latitude: 52.5242, longitude: 13.4022 },
};

/** The data of an operation that must succeed. */
async function done(caller: MatrixCaller, query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await execute(caller, query, variables);
  if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return any.parse(data);
}

const shiftEnd = mutation()(
  `mutation ShiftEnd { shiftEnd { courier { id } userErrors { ...Refusal } } }`,
  z.object({}),
);

/** Couriers whom other scenarios left on shift would get the offers. */
async function sendOthersHome(): Promise<void> {
  await Promise.all(
    demoCouriers.map((courier) =>
      demoAccount(courier)
        .execute(shiftEnd, {})
        .catch(() => undefined),
    ),
  );
}

const confirmed = (owner: Cast['owner'], orderId: string) =>
  orderWhen(owner, orderId, ({ delivery }) => delivery !== null);

/** Packs an order and has the matrix' courier carry it off. @param offered called while the offer is open */
async function carryOff(
  courier: MatrixCaller,
  orderId: string,
  offered: () => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  await pack(orderId);
  const accepted = await until(
    async () => {
      const { myDeliveryOffers } = await done(
        courier,
        '{ myDeliveryOffers { id delivery { id order { id } } } }',
      );
      const offer = myDeliveryOffers.find(
        (one: { delivery: { order: { id: string } } }) => one.delivery.order.id === orderId,
      );
      if (!offer) return undefined;
      await offered();
      const { deliveryOfferAccept } = await done(
        courier,
        'mutation ($id: ID!) { deliveryOfferAccept(offerId: $id) { delivery { id } userErrors { __typename } } }',
        { id: offer.id },
      );
      return z.string().optional().parse(deliveryOfferAccept.delivery?.id);
    },
    (id) => id !== undefined,
    60_000,
  );
  const deliveryId = z.string().parse(accepted);
  for (const act of ['deliveryArrivedAtStore', 'deliveryPickedUp']) {
    await done(courier, `mutation ($id: ID!) { ${act}(deliveryId: $id) { userErrors { __typename } } }`, {
      id: deliveryId,
    });
  }
  return deliveryId;
}

/** Where the courier is; a position is forgotten soon. */
export async function reportPosition(courier: MatrixCaller): Promise<void> {
  const input = { location: store.location, at: new Date().toISOString() };
  await done(
    courier,
    'mutation ($input: CourierPositionInput!) { courierPositionReport(input: $input) { isAccepted } }',
    { input },
  );
}

/** The courier's app reports on as long as something lasts: an offer knows how far the courier is only if that is fresh. */
async function whileReporting<T>(courier: MatrixCaller, something: () => Promise<T>): Promise<T> {
  await reportPosition(courier);
  let last = Promise.resolve();
  const timer = setInterval(() => {
    // One that is lost is followed by the next.
    last = last.then(() => reportPosition(courier)).catch(() => undefined);
  }, 1_000);
  try {
    return await something();
  } finally {
    clearInterval(timer);
    await last;
  }
}

/** A zone in the Gulf of Guinea, whose fee is raised. */
async function farZone(admin: MatrixCaller): Promise<string> {
  const ring = [
    [1, 1],
    [1.01, 1],
    [1.01, 1.01],
    [1, 1],
  ];
  const { zoneCreate } = await done(
    admin,
    'mutation ($input: ZoneCreateInput!) { zoneCreate(input: $input) { zone { id } userErrors { __typename } } }',
    {
      input: {
        storeId: store.storeId,
        name: `Matrix ${randomUUID()}`,
        geoJson: JSON.stringify({ type: 'Polygon', coordinates: [ring] }),
        fee: { base: 199 },
        deliveryHours: [{ weekday: 1, opens: 0, closes: 1440 }],
      },
    },
  );
  const zoneId = z.string().parse(zoneCreate.zone?.id);
  await done(
    admin,
    'mutation ($id: ID!, $surge: DeliverySurgeInput) { zoneSurgeSet(zoneId: $id, surge: $surge) { zone { id } } }',
    { id: zoneId, surge: { percent: 120, until: new Date(Date.now() + 3_600_000).toISOString() } },
  );
  return zoneId;
}

/** Notifications follow events, a moment later. */
async function firstNotification(owner: MatrixCaller): Promise<string> {
  const found = await until(
    async () => {
      const { me } = await done(owner, '{ me { notifications(last: 1) { edges { node { id } } } } }');
      return z.string().optional().parse(me.notifications.edges[0]?.node.id);
    },
    (id) => id !== undefined,
  );
  return z.string().parse(found);
}

/** What is looked at while the owner's order is on its way to the courier. */
export interface Looks {
  /** The store has the order to pack. */
  toPack(orderId: string): Promise<void>;
  /** An offer of it is open to the courier. */
  offered(orderId: string): Promise<void>;
}

export async function setScene({ owner, callers }: Cast, looks: Looks): Promise<Scene> {
  const [me, courier] = [callers.owner, callers.courier];
  const wares = product(75);
  const line = [{ productId: wares.productId, quantity: 1 }];
  await sendOthersHome();
  await done(
    courier,
    'mutation ($location: LocationInput!) { shiftStart(location: $location) { userErrors { __typename } } }',
    { location: store.location },
  );

  const { product: known } = await done(
    me,
    'query ($id: ID!) { product(by: { id: $id }) { category { id slug } } }',
    {
      id: wares.productId,
    },
  );
  const newAddress = async (label: string): Promise<string> => {
    const { addressAdd } = await done(
      me,
      'mutation ($input: AddressAddInput!) { addressAdd(input: $input) { address { id } userErrors { __typename } } }',
      { input: { label, address } },
    );
    return addressAdd.address.id;
  };
  const addressId = await newAddress('Home');
  const spareAddressId = await newAddress('Spare');
  const spareMethodId = await paymentMethod(owner.account, undefined);

  const refunded = await order(owner, line);
  await confirmed(owner, refunded.orderId);
  const refundedDelivery = await carryOff(courier, refunded.orderId);
  const { delivery } = await orderWhen(owner, refunded.orderId, (o) => o.delivery?.handoverCode !== null);
  await done(
    courier,
    'mutation ($id: ID!, $code: String) { deliveryComplete(deliveryId: $id, code: $code) { userErrors { __typename } } }',
    { id: refundedDelivery, code: delivery?.handoverCode },
  );
  await orderWhen(owner, refunded.orderId, ({ payment }) => payment?.status === 'CAPTURED');
  await done(
    callers['operator of this store'],
    'mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) { refund { id } userErrors { __typename } } }',
    { input: { orderId: refunded.orderId, amount: 1, reason: 'a bruise', idempotencyKey: randomUUID() } },
  );

  const basket = await fillCart(owner, line);
  const { quote } = (
    await done(
      me,
      'mutation ($id: ID!, $version: Int!) { cartCheckout(cartId: $id, expectedVersion: $version) { quote { token } userErrors { __typename } } }',
      { id: basket.cartId, version: basket.version },
    )
  ).cartCheckout;
  const cancelled = await placeOrder(owner, basket);
  await cancel(owner, cancelled.orderId);
  await orderWhen(owner, cancelled.orderId, ({ payment }) => payment === null || payment.status === 'VOIDED');

  const carried = await whileReporting(courier, async () => {
    const { orderId } = await order(owner, line);
    await confirmed(owner, orderId);
    await looks.toPack(orderId);
    return { orderId, deliveryId: await carryOff(courier, orderId, () => looks.offered(orderId)) };
  });

  const { order: paid } = await done(me, 'query ($id: ID!) { order(id: $id) { payment { id } } }', {
    id: carried.orderId,
  });
  const cart = await fillCart(owner, line);
  const { cart: shown } = await done(me, 'query ($id: ID!) { cart(id: $id) { lines { id } } }', {
    id: cart.cartId,
  });
  const empty = await done(me, 'mutation { cartCreate { cart { id } } }');
  await tokenOf(owner);
  const { me: self } = await done(me, '{ me { sessions { id isCurrent } } }');
  const spare = self.sessions.find((session: { isCurrent: boolean }) => !session.isCurrent);
  const notificationId = await firstNotification(me);
  const { userId: spareUserId } = await newCustomer('Sid Spare');
  const zoneId = await farZone(callers.admin);
  const { promotionCreate } = await done(
    callers.admin,
    'mutation ($input: PromotionInput!) { promotionCreate(input: $input) { promotion { id } } }',
    { input: pausedPromotion },
  );
  const promotionId = z.string().parse(promotionCreate.promotion.id);
  return {
    productId: wares.productId,
    sku: wares.sku,
    categoryId: known.category.id,
    categorySlug: known.category.slug,
    storeId: store.storeId,
    cartId: cart.cartId,
    lineId: shown.lines[0].id,
    emptyCartId: empty.cartCreate.cart.id,
    addressId,
    spareAddressId,
    methodId: owner.methodId,
    spareMethodId,
    spareSessionId: spare.id,
    ...carried,
    paymentId: paid.payment.id,
    cancelledId: cancelled.orderId,
    usedQuote: quote.token,
    refundedId: refunded.orderId,
    ownerEmail: owner.email,
    ownerId: owner.userId,
    notificationId,
    spareUserId,
    zoneId,
    promotionId,
  };
}
