import { currentContext } from '@nakku/telemetry';
import { countStatements, customer } from '@nakku/testkit';
import type { StatementCount } from '@nakku/testkit';
import { v7 } from 'uuid';
import { startCartHarness } from './harness.ts';
import type { CartHarness } from './harness.ts';

const CART = `id version totals { total { amount } } lines { id quantity product { id } } warnings { code }`;
const CREATE = `mutation { cartCreate { cart { id version } userErrors { __typename } } }`;
const ADD = `mutation ($cartId: ID!, $lines: [CartLineAddInput!]!) {
  cartLinesAdd(cartId: $cartId, lines: $lines) { cart { ${CART} } userErrors { __typename } } }`;
const ADDRESS = `mutation ($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) { cart { ${CART} store { id } } userErrors { __typename } } }`;
const HANDOVER = `mutation ($cartId: ID!) {
  cartHandoverSet(cartId: $cartId, handover: LEFT_AT_DOOR) { cart { version } userErrors { __typename } } }`;
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

/** 19 from the first line to the quote; the bar is 22 for an order. */
test('statements of a cart on its way to an order', async () => {
  const carla = customer();
  const created = await statementsOf(CREATE, {}, carla);
  const cartId = String(created.data?.cartCreate.cart.id);
  const lines = [shop.milk, shop.bread].map((productId) => ({ productId, quantity: 1 }));
  const added = await statementsOf(ADD, { cartId, lines }, carla);
  const addressed = await statementsOf(ADDRESS, { cartId, address: { address: shop.address } }, carla);
  const handed = await statementsOf(HANDOVER, { cartId }, carla);
  const { version: expectedVersion } = handed.data?.cartHandoverSet.cart as { version: number };
  const quoted = await statementsOf(CHECKOUT, { cartId, expectedVersion }, carla);
  expect(quoted.data?.cartCheckout.quote.token).toEqual(expect.any(String));
  expect({
    cartCreate: created.roundTrips,
    cartLinesAdd: added.roundTrips,
    cartAddressSet: addressed.roundTrips,
    cartHandoverSet: handed.roundTrips,
    cartCheckout: quoted.roundTrips,
  }).toEqual({ cartCreate: 6, cartLinesAdd: 7, cartAddressSet: 6, cartHandoverSet: 5, cartCheckout: 1 });
});
