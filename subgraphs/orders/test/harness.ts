import type { UserCaller } from '@nakku/identity';
import { loadConfig } from '@nakku/service';
import type { RunningService } from '@nakku/service';
import { createQuoteSigner } from '@nakku/quote';
import type { Quote } from '@nakku/quote';
import { captureEvents, customer, eventProducer, operator, testIdentity, testWorld } from '@nakku/testkit';
import type { EventCapture, SubgraphClient, TestWorld } from '@nakku/testkit';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import { startOrders } from '../src/service.ts';
import { otherContexts } from './otherContexts.ts';
import type { KnownOrder, OtherContexts } from './otherContexts.ts';
import { sampleQuote } from './sampleQuote.ts';

/** What tests read of an order. */
export const orderFields = `
  id number status isCancelRequested cancelReason canCancel eta version placedAt
  customer { id } store { id }
  lines { id name quantity product { id } unitPrice { amount currency } total { amount } tax { amount } taxRate note substitution }
  totals { subtotal { amount } deliveryFee { amount } tip { amount } tax { amount } total { amount currency }
    taxes { rate net { amount } tax { amount } gross { amount currency } } }
  address { lines city postcode country location { latitude longitude } instructions }
  handover promise { from to } attributes { key value } shortages { product { id } requested available }
  timeline { sequence kind status detail }`;

const placeDocument = `mutation ($input: OrderPlaceInput!) { orderPlace(input: $input) {
  order { ${orderFields} }
  userErrors { __typename ... on UserError { message code path }
    ... on QuoteExpiredError { expiredAt }
    ... on CartAlreadyOrderedError { order { id } }
    ... on OrderInProgressError { order { id } }
    ... on ProductsUnavailableError { products { id } }
    ... on TooManyOpenOrdersError { maxOrders } } } }`;

const userErrors = `userErrors { __typename ... on UserError { message code path }
  ... on InvalidOrderStateError { status } }`;

export const actDocuments = {
  orderCancel: `mutation ($input: OrderCancelInput!) { orderCancel(input: $input) {
    outcome order { id status version isCancelRequested cancelReason } ${userErrors} } }`,
  orderPackingStart: `mutation ($input: OrderPackingInput!) { orderPackingStart(input: $input) {
    order { id status version } ${userErrors} } }`,
  orderPackingFinish: `mutation ($input: OrderPackingInput!) { orderPackingFinish(input: $input) {
    order { id status version } ${userErrors} } }`,
};

export interface Placed extends KnownOrder {
  readonly caller: UserCaller;
  readonly staff: UserCaller;
  readonly quote: Quote;
}

/** A running orders service with everything around it played. */
export interface OrdersHarness {
  readonly world: TestWorld;
  readonly service: RunningService;
  readonly client: SubgraphClient;
  readonly others: OtherContexts;
  readonly capture: EventCapture;
  readonly pool: pg.Pool;
  /** A token of cart's for `quote`; `ageMs` since it was signed, of 5 minutes. */
  token(quote: Quote, ageMs?: number): Promise<string>;
  place(
    caller: UserCaller,
    quoteToken: string,
    key?: string,
    paymentMethodId?: string,
  ): Promise<PlaceResponse>;
  /** A new customer's order. */
  placed(over?: Partial<Quote>): Promise<Placed>;
  act(
    mutation: keyof typeof actDocuments,
    caller: UserCaller,
    orderId: string,
    key?: string,
  ): Promise<ActResponse>;
  order(orderId: string, caller: UserCaller): Promise<OrderResponse>;
  stop(): Promise<void>;
}

// Answers are asserted, not typed: each test says what it expects of them.
/* eslint-disable @typescript-eslint/no-explicit-any */
export type PlaceResponse = { order: any; userErrors: any[] };
export type ActResponse = { order: any; outcome?: string; userErrors: any[] };
export type OrderResponse = any;
/* eslint-enable */

export async function startOrdersHarness(env: Readonly<Record<string, string>> = {}): Promise<OrdersHarness> {
  const world = await testWorld('orders');
  const cart = testIdentity();
  const signer = createQuoteSigner({ privateJwk: cart.privateJwk });
  const config = loadConfig(
    configSchema,
    world.env({ CART_QUOTE_PUBLIC_JWKS: JSON.stringify(cart.publicJwks), ...env }),
  );
  const service = await startOrders(config);
  const client = world.client(service);
  const [capture, producer] = await Promise.all([
    captureEvents(world.topicPrefix, ['orders']),
    eventProducer(world.topicPrefix),
  ]);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });

  const execute = async (document: string, variables: Record<string, unknown>, caller: UserCaller) => {
    const response = await client.query(document, variables, caller);
    if (response.errors || !response.data) throw new Error(JSON.stringify(response));
    return response.data;
  };

  const shop: OrdersHarness = {
    world,
    service,
    client,
    others: otherContexts(producer),
    capture,
    pool,
    token: (quote, ageMs = 0) => {
      const issuedAt = new Date(Date.now() - ageMs);
      return signer.sign(quote, { issuedAt, expiresAt: new Date(issuedAt.getTime() + 300_000) });
    },
    place: async (caller, quoteToken, key = uuidv7(), paymentMethodId = uuidv7()) => {
      const input = { quoteToken, paymentMethodId, idempotencyKey: key };
      return (await execute(placeDocument, { input }, caller)).orderPlace;
    },
    placed: async (over = {}) => {
      const caller = customer();
      const quote = sampleQuote({ customerId: caller.userId, ...over });
      const { order } = await shop.place(caller, await shop.token(quote));
      const { storeId, customerId } = quote;
      return { orderId: order.id, storeId, customerId, caller, staff: operator([storeId]), quote };
    },
    act: async (mutation, caller, orderId, key = uuidv7()) => {
      const input = { orderId, idempotencyKey: key };
      return (await execute(actDocuments[mutation], { input }, caller))[mutation];
    },
    order: async (id, caller) =>
      (await execute(`query ($id: ID!) { order(id: $id) { ${orderFields} } }`, { id }, caller)).order,
    stop: async () => {
      await Promise.all([capture.stop(), producer.stop(), pool.end()]);
      await service.stop();
      await world.cleanup();
    },
  };
  return shop;
}
