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
  userErrors { __typename ... on UserError { message code: errorCode path }
    ... on QuoteExpiredError { expiredAt }
    ... on CartAlreadyOrderedError { order { id } }
    ... on OrderInProgressError { order { id } }
    ... on ProductsUnavailableError { products { id } }
    ... on TooManyOpenOrdersError { maxOrders } } } }`;

const userErrors = `userErrors { __typename ... on UserError { message code: errorCode path }
  ... on InvalidOrderStateError { status } }`;

const pickListDocument = `query ($orderId: ID!) { pickList(orderId: $orderId) {
  openQuantity packer { id } order { id } lines { barcode line { id openQuantity note } } } }`;

const pickDocument = `mutation ($input: OrderLinesPickInput!) { orderLinesPick(input: $input) {
  order { id status version } ${userErrors} } }`;

const shortDocument = `mutation ($input: OrderLineShortInput!) { orderLineShort(input: $input) {
  order { id status version isCancelRequested } ${userErrors} } }`;

/** Pieces that a packer takes from the shelf. */
export interface Pick {
  readonly lineId: string;
  readonly quantity: number;
  readonly barcode: string;
}

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
  /** What is still to be picked; null if the caller sees no such list. */
  openPicks(orderId: string, caller: UserCaller): Promise<Pick[]>;
  /** Puts pieces into the bag: by default everything that is open. */
  pick(caller: UserCaller, orderId: string, lines?: readonly Pick[], key?: string): Promise<ActResponse>;
  /** Reports pieces of a line as missing. */
  short(caller: UserCaller, orderId: string, lineId: string, quantity: number): Promise<ActResponse>;
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
    openPicks: async (orderId, caller) => {
      const { pickList } = await execute(pickListDocument, { orderId }, caller);
      return pickList.lines
        .map(({ barcode, line }: { barcode: string; line: { id: string; openQuantity: number } }) => ({
          ...{ lineId: line.id, quantity: line.openQuantity, barcode },
        }))
        .filter(({ quantity }: Pick) => quantity > 0);
    },
    pick: async (caller, orderId, lines, key = uuidv7()) => {
      const picks = lines ?? (await shop.openPicks(orderId, caller));
      const input = { orderId, lines: picks, idempotencyKey: key };
      return (await execute(pickDocument, { input }, caller)).orderLinesPick;
    },
    short: async (caller, orderId, lineId, quantity) => {
      const input = { orderId, lineId, quantity, idempotencyKey: uuidv7() };
      return (await execute(shortDocument, { input }, caller)).orderLineShort;
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
