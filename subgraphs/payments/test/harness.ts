import { loadConfig } from '@nakku/service';
import { customer, eventProducer, eventually, testWorld } from '@nakku/testkit';
import type { EventProducer, SubgraphClient, TestWorld } from '@nakku/testkit';
import type { UserCaller } from '@nakku/identity';
import { startPaymentProvider } from '@nakku/tools/payment-provider';
import type { OrderTotals, PaymentProvider } from '@nakku/tools/payment-provider';
import pg from 'pg';
import { v7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import type { ProviderPort } from '../src/domain/providerPort.ts';
import { startPayments } from '../src/service.ts';
import type { RunningPayments } from '../src/service.ts';
import { orderEvents } from './orderEvents.ts';
import type { OrderEvents } from './orderEvents.ts';

export const SECRET_KEY = 'sk_test_payments';
export const WEBHOOK_SECRET = 'whsec_payments';

/** A running payments service beside a payment provider over real HTTP. */
export interface PaymentsHarness {
  readonly world: TestWorld;
  readonly provider: PaymentProvider;
  readonly service: RunningPayments;
  readonly client: SubgraphClient;
  readonly producer: EventProducer;
  readonly pool: pg.Pool;
  /** Adds a method of `caller` through the API; its id. */
  addMethod(caller: UserCaller, cardToken: string | null): Promise<string>;
  /** A new order of `caller` in some store; its events are sent one by one. */
  order(caller: UserCaller, o: NewOrder): OrderEvents;
  /** An order of a new customer with a new card, reserved already. */
  reserved(cardToken: string | null, amount?: number): Promise<{ caller: UserCaller; order: OrderEvents }>;
  /** `Order.payment` as the caller sees it. */
  payment(caller: UserCaller, orderId: string): Promise<Record<string, unknown> | null>;
  /** Waits until the payment has this status. */
  reaches(
    caller: UserCaller,
    orderId: string,
    status: string,
    timeoutMs?: number,
  ): Promise<Record<string, unknown>>;
  /** What the provider did for an order. */
  atProvider(orderId: string): OrderTotals;
  /** A second process of the service, with something around its provider. */
  another(wrap?: (provider: ProviderPort) => ProviderPort): Promise<RunningPayments>;
  stop(): Promise<void>;
}

interface NewOrder {
  readonly methodId: string;
  readonly amount?: number;
  readonly storeId?: string;
  readonly currency?: string;
  readonly handover?: 'CODE' | 'LEFT_AT_DOOR';
}

export const nothing: OrderTotals = {
  authorised: 0,
  captured: 0,
  captures: 0,
  refunded: 0,
  openHolds: 0,
  heldAmount: 0,
};

const paymentQuery = `query ($orders: [_Any!]!) {
  _entities(representations: $orders) { ... on Order { payment {
    id status version amount { amount currency } refundedTotal { amount } method { id label }
    nextAction { redirectUrl } attempts { number kind status failureReason } refunds { id status reason amount { amount } }
  } } }
}`;

export interface HarnessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly wrap?: (provider: ProviderPort) => ProviderPort;
  /** Whether webhooks are delivered. Default true. */
  readonly webhooks?: boolean;
}

export async function startPaymentsHarness(o: HarnessOptions = {}): Promise<PaymentsHarness> {
  const world = await testWorld('payments');
  const provider = await startPaymentProvider({ secretKey: SECRET_KEY });
  const env = world.env({
    STRIPE_API_HOST: '127.0.0.1',
    STRIPE_API_PORT: String(provider.port),
    STRIPE_SECRET_KEY: SECRET_KEY,
    PAYMENTS_WEBHOOK_SECRET: WEBHOOK_SECRET,
    PAYMENTS_WEBHOOK_PORT: '0',
    ...o.env,
  });
  const config = loadConfig(configSchema, env);
  const services = [await startPayments(config, o.wrap)];
  const service = services[0] ?? (await startPayments(config));
  if (o.webhooks !== false) provider.sendWebhooksTo({ url: service.webhookUrl, secret: WEBHOOK_SECRET });
  const client = world.client(service);
  const producer = await eventProducer(world.topicPrefix);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 3 });

  const payment: PaymentsHarness['payment'] = async (caller, orderId) => {
    const orders = [{ __typename: 'Order', id: orderId }];
    const { data, errors } = await client.query(paymentQuery, { orders }, caller);
    expect(errors).toBeUndefined();
    return data?._entities[0].payment;
  };
  const addMethod: PaymentsHarness['addMethod'] = async (caller, cardToken) => {
    const kind = cardToken === null ? 'CASH' : 'CARD';
    const input = { kind, cardToken, idempotencyKey: v7() };
    const { data } = await client.query(
      `mutation ($input: PaymentMethodAddInput!) { paymentMethodAdd(input: $input) { paymentMethod { id } userErrors { __typename } } }`,
      { input },
      caller,
    );
    expect(data?.paymentMethodAdd.userErrors).toEqual([]);
    return String(data?.paymentMethodAdd.paymentMethod.id);
  };
  const order: PaymentsHarness['order'] = (caller, given) =>
    orderEvents(producer, { customerId: caller.userId, amount: 2_500, storeId: v7(), ...given });

  return {
    world,
    provider,
    service,
    client,
    producer,
    pool,
    addMethod,
    order,
    async reserved(cardToken, amount = 2_500) {
      const caller = customer();
      const placed = order(caller, { methodId: await addMethod(caller, cardToken), amount });
      await placed.created();
      await placed.reserved();
      return { caller, order: placed };
    },
    payment,
    reaches: (caller, orderId, status, timeoutMs = 10_000) =>
      eventually(
        async () => {
          const seen = await payment(caller, orderId);
          if (seen?.status !== status) throw new Error(`it is ${String(seen?.status)}, not ${status}`);
          return seen;
        },
        { timeoutMs },
      ),
    atProvider: (orderId) => provider.summary(orderId)[orderId] ?? nothing,
    async another(wrap) {
      const one = await startPayments(config, wrap);
      services.push(one);
      return one;
    },
    async stop() {
      await pool.end();
      await producer.stop();
      await Promise.all(services.map((running) => running.stop()));
      await provider.stop();
      await world.cleanup();
    },
  };
}
