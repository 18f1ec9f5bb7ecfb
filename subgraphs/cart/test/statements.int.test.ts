import { currentContext } from '@nakku/telemetry';
import { countStatements, customer, eventually } from '@nakku/testkit';
import type { StatementCount } from '@nakku/testkit';
import pg from 'pg';
import { v7 } from 'uuid';
import { startCartHarness } from './harness.ts';
import type { CartHarness } from './harness.ts';

const CART = `id version updatedAt store { id } address { lines } tip totals { total { amount } }
  lines { id quantity note total { amount } product { id } } warnings { code }`;
const READ = `query ($id: ID!) { cart(id: $id) { ${CART} } }`;
const CREATE = `mutation { cartCreate { cart { id version } userErrors { __typename } } }`;
const ADD = `mutation ($cartId: ID!, $lines: [CartLineAddInput!]!) {
  cartLinesAdd(cartId: $cartId, lines: $lines) { cart { ${CART} } userErrors { __typename } } }`;
const ADDRESS = `mutation ($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) { cart { ${CART} } userErrors { __typename } } }`;
const HANDOVER = `mutation ($cartId: ID!) {
  cartHandoverSet(cartId: $cartId, handover: LEFT_AT_DOOR) { cart { ${CART} } userErrors { __typename } } }`;
const CHECKOUT = `mutation ($cartId: ID!, $expectedVersion: Int!) {
  cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion) { quote { token } userErrors { __typename } } }`;

let shop: CartHarness;
let counted: StatementCount;
beforeAll(async () => {
  shop = await startCartHarness();
  counted = countStatements(() => currentContext()?.requestId);
}, 60_000);
afterAll(async () => {
  counted.stop();
  await shop.stop();
});

/** Round trips that the request makes; what relay and consumer do meanwhile is not its own. */
async function statementsOf(document: string, variables: object, caller: ReturnType<typeof customer>) {
  const requestId = `counted-${v7()}`;
  counted.take();
  const { data, errors } = await shop.client.query(document, { ...variables }, caller, {
    'x-request-id': requestId,
  });
  expect(errors).toBeUndefined();
  return { data, roundTrips: counted.take().get(requestId)?.length };
}

/** 9 for a cart that is used again, from the first line to the quote, and 6 for its order: of the 70 that an order may cost. */
test('statements of a cart on its way to an order', async () => {
  const carla = customer();
  const created = await statementsOf(CREATE, {}, carla);
  const cartId = String(created.data?.cartCreate.cart.id);
  const lines = [shop.milk, shop.bread].map((productId) => ({ productId, quantity: 1 }));
  const added = await statementsOf(ADD, { cartId, lines }, carla);
  const address = { cartId, address: { address: shop.address } };
  const addressed = await statementsOf(ADDRESS, address, carla);
  const addressedAgain = await statementsOf(ADDRESS, address, carla);
  const handed = await statementsOf(HANDOVER, { cartId }, carla);
  const { version: expectedVersion } = handed.data?.cartHandoverSet.cart as { version: number };
  const quoted = await statementsOf(CHECKOUT, { cartId, expectedVersion }, carla);
  const verified = await shop.quotes.verify(String(quoted.data?.cartCheckout.quote.token));
  if (verified.kind !== 'valid') throw new Error('the quote must be valid');
  const { quoteId, cartOrderNo, lines: ordered, totals, pickup, dropoff, handover, promise } = verified.quote;
  const order = {
    orderId: v7(),
    orderNumber: 'NK-1',
    customerId: carla.userId,
    storeId: shop.storeId,
    cartId,
  };
  const publish = (type: string, sequence: number, data: object) => () =>
    shop.publish({
      ...{ topic: 'orders', type, subject: order.orderId, sequence },
      data: { ...order, at: new Date().toISOString(), ...data },
    });
  const placed = { quoteId, cartOrderNo, lines: ordered, totals, pickup, dropoff, handover, promise };
  const taken = await counted.roundTripsOf(
    publish('order.created', 1, { status: 'PLACED', paymentMethodId: v7(), ...placed }),
  );
  const gone = await counted.roundTripsOf(
    publish('order.confirmed', 2, {
      status: 'CONFIRMED',
      lines: ordered,
      totals,
      pickup,
      dropoff,
      handover,
      promise,
    }),
  );
  expect({
    cartCreate: created.roundTrips,
    cartLinesAdd: added.roundTrips,
    cartAddressSet: addressed.roundTrips,
    sameAddressAgain: addressedAgain.roundTrips,
    cartHandoverSet: handed.roundTrips,
    cartCheckout: quoted.roundTrips,
    orderCreated: taken,
    orderConfirmed: gone,
  }).toEqual({
    // The customer's lock, what the customer has, the cart with its event.
    cartCreate: 3,
    // The products, the cart with its lock, its lines and event.
    cartLinesAdd: 3,
    // Stores, cart, the stock of its first store, what commits.
    cartAddressSet: 4,
    sameAddressAgain: 3,
    cartHandoverSet: 2,
    cartCheckout: 1,
    // Claim, the customer's lock, the cart, what commits.
    orderCreated: 4,
    orderConfirmed: 2,
  });
});

test('what a change returns is what is stored then', async () => {
  const carla = customer();
  const created = await statementsOf(CREATE, {}, carla);
  const cartId = String(created.data?.cartCreate.cart.id);
  const lines = [
    { productId: shop.bread, quantity: 2, note: 'sliced' },
    { productId: shop.milk, quantity: 1 },
  ];
  const changes: [string, object][] = [
    [ADD, { cartId, lines }],
    [ADDRESS, { cartId, address: { address: shop.address } }],
    [ADD, { cartId, lines }],
    [HANDOVER, { cartId }],
  ];
  for (const [document, variables] of changes) {
    const { data } = await shop.client.query(document, { ...variables }, carla);
    const [payload] = Object.values(data ?? {}) as { cart: unknown }[];
    const read = await shop.client.query(READ, { id: cartId }, carla);
    expect(payload?.cart).toEqual(read.data?.cart);
  }
});

test('a change that waited for another one sees the lines of that one', async () => {
  const carla = customer();
  const created = await statementsOf(CREATE, {}, carla);
  const cartId = String(created.data?.cartCreate.cart.id);
  const pool = new pg.Pool({ connectionString: shop.world.databaseUrl, max: 2 });
  const other = await pool.connect();
  try {
    await other.query('BEGIN');
    await other.query('UPDATE carts SET version = version + 1 WHERE id = $1', [cartId]);
    await other.query(
      `INSERT INTO cart_lines (cart_id, id, product_id, quantity, if_unavailable, added_price, added_at)
       VALUES ($1, $2, $3, 4, 'MY_CHOICE', 119, now())`,
      [cartId, v7(), shop.milk],
    );
    const changed = shop.client.query(HANDOVER, { cartId }, carla);
    await eventually(async () => {
      const { rows } = await pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(rows).toHaveLength(1);
    });
    await other.query('COMMIT');
    expect((await changed).data?.cartHandoverSet.cart).toMatchObject({
      version: 3,
      lines: [{ quantity: 4, product: { id: shop.milk } }],
    });
  } finally {
    other.release();
    await pool.end();
  }
});
