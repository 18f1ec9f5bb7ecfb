import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';
import type { System } from '../../tools/src/system/system.ts';
import { addressOf } from '../../tools/src/verify/load/customers.ts';
import type { Client } from './client.ts';

const REFUSALS = 'userErrors { __typename ... on UserError { errorCode message } }';
const REGISTER = `mutation Register($input: UserRegisterInput!) {
  userRegister(input: $input) { tokens { accessToken } ${REFUSALS} } }`;
const CARD = `mutation Card($input: PaymentMethodAddInput!) {
  paymentMethodAdd(input: $input) { paymentMethod { id } ${REFUSALS} } }`;
export const CREATE = `mutation Create { cartCreate { cart { id version } cartToken ${REFUSALS} } }`;
export const ADD = `mutation Add($cartId: ID!, $lines: [CartLineAddInput!]!) {
  cartLinesAdd(cartId: $cartId, lines: $lines) {
    cart { id version lines { quantity product { id } } totals { total { amount } } } ${REFUSALS} } }`;
const ADDRESS = `mutation Address($cartId: ID!, $address: CartAddressInput!) {
  cartAddressSet(cartId: $cartId, address: $address) {
    cart { id version store { id } totals { total { amount } } } ${REFUSALS} } }`;
const HANDOVER = `mutation Handover($cartId: ID!) {
  cartHandoverSet(cartId: $cartId, handover: LEFT_AT_DOOR) { cart { version } ${REFUSALS} } }`;
const CHECKOUT = `mutation Checkout($cartId: ID!, $version: Int!) {
  cartCheckout(cartId: $cartId, expectedVersion: $version) { quote { token totals { total { amount } } } ${REFUSALS} } }`;
const PLACE = `mutation Place($input: OrderPlaceInput!) {
  orderPlace(input: $input) { order { id number status } ${REFUSALS} } }`;

const shapes = {
  registered: z.object({ userRegister: z.object({ tokens: z.object({ accessToken: z.string() }) }) }),
  card: z.object({ paymentMethodAdd: z.object({ paymentMethod: z.object({ id: z.string() }) }) }),
  handed: z.object({ cartHandoverSet: z.object({ cart: z.object({ version: z.number() }) }) }),
  quoted: z.object({ cartCheckout: z.object({ quote: z.object({ token: z.string() }) }) }),
};
export const createdSchema = z.object({
  cartCreate: z.object({ cart: z.object({ id: z.string() }), cartToken: z.string().nullable() }),
});

const CUSTOMERS = 24;
/** A customer has 20 carts at most. */
const CARTS_EACH = 18;

interface Cart {
  readonly id: string;
  readonly index: number;
  readonly token: string;
  readonly method: string;
}

export interface Quote {
  readonly token: string;
  readonly quoteToken: string;
  readonly paymentMethodId: string;
}

/** Customers with cards and carts; each cart is used again when all others were: it is empty by then. */
export interface Shoppers {
  prepare(): Promise<Quote>;
  place(quote: Quote): Promise<void>;
}

/** @param productIds what they buy, three different ones of it at a time */
export async function openShoppers(client: Client, productIds: readonly string[]): Promise<Shoppers> {
  const run = randomUUID().slice(0, 8);
  const carts: Cart[] = [];
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const input = {
      email: `bench-${run}-${index}@nakku.example`,
      password: `bench ${run} password ${index}`,
      name: `Bench ${index}`,
    };
    const { userRegister } = shapes.registered.parse(await client.execute(REGISTER, { input }));
    const token = userRegister.tokens.accessToken;
    const card = {
      kind: 'CARD',
      cardToken: 'pm_card_visa',
      isDefault: true,
      idempotencyKey: `${run}:${index}`,
    };
    const added = shapes.card.parse(await client.execute(CARD, { input: card }, { token }));
    const method = added.paymentMethodAdd.paymentMethod.id;
    for (let nth = 0; nth < CARTS_EACH; nth += 1) {
      const { cartCreate } = createdSchema.parse(await client.execute(CREATE, {}, { token }));
      carts.push({ id: cartCreate.cart.id, index, token, method });
    }
  }
  // Customers take turns.
  carts.sort((one, other) => (carts.indexOf(one) % CARTS_EACH) - (carts.indexOf(other) % CARTS_EACH));
  let turn = 0;
  return {
    async prepare() {
      const at = turn++;
      const cart = carts[at % carts.length];
      if (!cart) throw new Error('no carts');
      const { token, id: cartId } = cart;
      const lines = [0, 77, 222].map((step) => ({
        productId: productIds[(at * 13 + step) % productIds.length],
        quantity: 2,
      }));
      await client.execute(ADD, { cartId, lines }, { token });
      await client.execute(ADDRESS, { cartId, address: addressOf(cart.index) }, { token });
      const handed = shapes.handed.parse(await client.execute(HANDOVER, { cartId }, { token }));
      const { version } = handed.cartHandoverSet.cart;
      const quoted = shapes.quoted.parse(await client.execute(CHECKOUT, { cartId, version }, { token }));
      return { token, quoteToken: quoted.cartCheckout.quote.token, paymentMethodId: cart.method };
    },
    async place({ token, quoteToken, paymentMethodId }) {
      const input = { quoteToken, paymentMethodId, idempotencyKey: randomUUID() };
      await client.execute(PLACE, { input }, { token });
    },
  };
}

/** What became of the orders placed since `since`; times in milliseconds. */
export interface Lives {
  readonly placed: number;
  readonly confirmed: number;
  readonly reservedP50: number;
  readonly confirmedP50: number;
  readonly confirmedP95: number;
}

export function ordersOf(system: System) {
  const pool = new pg.Pool({ connectionString: system.databaseUrl('orders'), max: 1 });
  return {
    async now(): Promise<Date> {
      const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      return rows[0]?.now ?? new Date();
    },
    async lives(since: Date): Promise<Lives> {
      const { rows } = await pool.query<Lives>(
        `WITH lives AS (
           SELECT placed_at,
             (SELECT min(at) FROM order_steps s WHERE s.order_id = o.id AND kind = 'RESERVED') AS reserved,
             (SELECT min(at) FROM order_steps s WHERE s.order_id = o.id AND kind = 'CONFIRMED') AS confirmed
           FROM orders o WHERE placed_at >= $1),
         times AS (
           SELECT 1000 * extract(epoch FROM reserved - placed_at) AS reserved,
             1000 * extract(epoch FROM confirmed - placed_at) AS confirmed FROM lives)
         SELECT count(*)::int AS placed, count(confirmed)::int AS confirmed,
           coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY reserved), 0)::float8 AS "reservedP50",
           coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY confirmed), 0)::float8 AS "confirmedP50",
           coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY confirmed), 0)::float8 AS "confirmedP95"
         FROM times`,
        [since],
      );
      const [row] = rows;
      if (!row) throw new Error('no row of aggregates');
      return row;
    },
    close: () => pool.end(),
  };
}

export type Orders = ReturnType<typeof ordersOf>;
