import type { UserCaller } from '@nakku/identity';
import type { CartHarness } from './harness.ts';

const CART = `id version itemCount tip handover store { id } totals { subtotal { amount } deliveryFee { amount } total { amount currency } }
  lines { id quantity name note substitution unitPrice { amount } total { amount } product { id } } warnings { code lineId availableQuantity }`;
export const ADD = `mutation($cartId: ID!, $lines: [CartLineAddInput!]!, $expectedVersion: Int) {
  cartLinesAdd(cartId: $cartId, lines: $lines, expectedVersion: $expectedVersion) { cart { ${CART} } warnings { code } userErrors { __typename ... on UserError { code: errorCode path } } } }`;
export const ADDRESS = `mutation($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) { cart { ${CART} } warnings { code } userErrors { __typename } } }`;
export const CHECKOUT = `mutation($cartId: ID!, $expectedVersion: Int!) {
  cartCheckout(cartId: $cartId, expectedVersion: $expectedVersion) { quote { id token expiresAt totals { total { amount } } promise { from to } warnings { code } } userErrors { __typename ... on UserError { code: errorCode } } } }`;
export const READ = `query($id: ID!) { cart(id: $id) { ${CART} } }`;

/** Carts of signed-in customers of a shop that the tests of a file start. */
export function shopping(shop: () => CartHarness) {
  async function cartOf(caller: UserCaller) {
    const response = await shop().client.query(
      'mutation { cartCreate { cart { id version } cartToken userErrors { __typename } } }',
      {},
      caller,
    );
    expect(response.errors).toBeUndefined();
    return response.data?.cartCreate.cart.id as string;
  }

  async function filledCart(caller: UserCaller, quantity = 3): Promise<string> {
    const cartId = await cartOf(caller);
    await shop().client.query(ADD, { cartId, lines: [{ productId: shop().milk, quantity }] }, caller);
    await shop().client.query(ADDRESS, { cartId, address: { address: shop().address } }, caller);
    return cartId;
  }

  const read = async (cartId: string, caller: UserCaller) =>
    (await shop().client.query(READ, { id: cartId }, caller)).data?.cart;

  return { cartOf, filledCart, read };
}
