import { loadConfig } from '@nakku/service';
import {
  captureEvents,
  customer,
  eventProducer,
  eventually,
  testWorld,
  type EventCapture,
  type ProducedEvent,
  type SubgraphClient,
  type TestWorld,
} from '@nakku/testkit';
import { startMailCatcher, type MailCatcher } from '@nakku/tools/mail-catcher';
import pg from 'pg';
import { v7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import { startNotifications } from '../src/service.ts';

/** An order whose facts the test publishes, each topic in sequence. */
export interface TestOrder {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customer: ReturnType<typeof customer>;
  publish(type: string, data?: Record<string, unknown>): Promise<void>;
}

/** A running notifications service with a database of its own. */
export interface NotificationsHarness {
  readonly world: TestWorld;
  readonly client: SubgraphClient;
  readonly pool: pg.Pool;
  readonly events: EventCapture;
  readonly mails: MailCatcher;
  /** Publishes an event of another context and waits until it is applied. */
  publish(event: ProducedEvent): Promise<void>;
  newOrder(of?: ReturnType<typeof customer>): TestOrder;
  /** Titles of the caller's notifications, newest first. */
  titles(of: ReturnType<typeof customer>): Promise<string[]>;
  /** Every notification event of a user, as `kind channel`. */
  sent(userId: string): string[];
  stop(): Promise<void>;
}

/** The fields that this subgraph gives to a user, read as the gateway reads them. */
export async function userFields(
  client: SubgraphClient,
  of: ReturnType<typeof customer>,
  selection: string,
  caller = of,
) {
  const { data, errors } = await client.query(
    `query Fields($of: [_Any!]!) { _entities(representations: $of) { ... on User { ${selection} } } }`,
    { of: [{ __typename: 'User', id: of.userId }] },
    caller,
  );
  expect(errors).toBeUndefined();
  return data?._entities[0];
}

export async function startNotificationsHarness(
  more: Record<string, string> = {},
): Promise<NotificationsHarness> {
  const world = await testWorld('notifications');
  const mails = await startMailCatcher();
  const env = world.env({ SMTP_URL: mails.smtpUrl, ...more });
  const service = await startNotifications(loadConfig(configSchema, env));
  const client = world.client(service);
  const producer = await eventProducer(world.topicPrefix);
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: 2 });
  const events = await captureEvents(world.topicPrefix, ['notifications']);

  const publish: NotificationsHarness['publish'] = async (event) => {
    const id = await producer.send(event);
    await eventually(
      async () => {
        const { rows } = await pool.query('SELECT 1 FROM platform.inbox WHERE event_id = $1', [id]);
        if (rows.length === 0) throw new Error(`${event.type} is not applied yet`);
      },
      { everyMs: 5 },
    );
  };

  let orders = 0;
  return {
    world,
    client,
    pool,
    events,
    mails,
    publish,
    newOrder(of = customer()) {
      orders += 1;
      const orderId = v7();
      const orderNumber = `NK-${orders}`;
      const sequences = new Map<string, number>();
      const about = { orderId, customerId: of.userId, storeId: v7() };
      const base: Record<string, Record<string, unknown>> = {
        orders: { ...about, orderNumber, cartId: v7(), status: 'CONFIRMED' },
        delivery: { ...about, deliveryId: v7(), courierId: v7(), status: 'PICKED_UP', eta: null },
        payments: { ...about, paymentId: v7(), method: 'CARD', attempt: 1, amount: 1290, currency: 'EUR' },
      };
      const topics: Readonly<Record<string, string>> = {
        order: 'orders',
        delivery: 'delivery',
        payment: 'payments',
      };
      return {
        orderId,
        orderNumber,
        customer: of,
        publish(type, data = {}) {
          const topic = topics[type.split('.')[0] ?? ''] ?? '';
          const sequence = (sequences.get(topic) ?? 0) + 1;
          sequences.set(topic, sequence);
          const at = new Date().toISOString();
          return publish({
            topic,
            type,
            subject: orderId,
            sequence,
            data: { ...base[topic], at, ...data },
          });
        },
      };
    },
    async titles(of) {
      const fields = await userFields(client, of, 'notifications(first: 50) { edges { node { title } } }');
      return fields.notifications.edges.map(({ node }: { node: { title: string } }) => node.title);
    },
    sent: (userId) =>
      events.events.flatMap(({ data, type }) => {
        const { userId: of, kind, channel } = data as { userId: string; kind: string; channel: string };
        return of === userId ? [`${type} ${kind} ${channel}`] : [];
      }),
    async stop() {
      await events.stop();
      await pool.end();
      await producer.stop();
      await service.stop();
      await mails.stop();
      await world.cleanup();
    },
  };
}

const address = {
  lines: ['Torstraße 1'],
  city: 'Berlin',
  postcode: '10119',
  country: 'DE',
  location: { latitude: 52.5287, longitude: 13.4103 },
  instructions: null,
};

/** The rest of `order.confirmed`. */
export function confirmation() {
  return {
    lines: [{ productId: v7(), quantity: 2 }],
    pickup: { storeId: v7(), name: 'Mitte', address },
    dropoff: address,
    handover: 'CODE',
    promise: { from: '2026-03-01T12:00:00.000Z', to: '2026-03-01T12:15:00.000Z' },
  };
}

/** The rest of `order.created`: two cartons of milk and a loaf, with delivery. */
export function createdOrder() {
  const line = {
    packaging: '1 l',
    imageUrl: null,
    taxRate: 700,
    discount: 0,
    note: null,
    substitution: 'DENY',
  };
  const milk = { ...line, lineId: v7(), productId: v7(), sku: 'MILK', name: 'Milk', quantity: 2 };
  const bread = { ...line, lineId: v7(), productId: v7(), sku: 'BREAD', name: 'Bread', quantity: 1 };
  const lines = [
    { ...milk, unitPrice: 129, total: 258, tax: 17 },
    { ...bread, unitPrice: 300, total: 300, tax: 20 },
  ];
  const totals = {
    currency: 'EUR',
    subtotal: 558,
    discount: 0,
    deliveryFee: 199,
    tip: 0,
    tax: 50,
    total: 757,
  };
  const { pickup, dropoff, handover, promise } = confirmation();
  const more = { pickup, dropoff, handover, promise, quoteId: v7(), cartOrderNo: 1, paymentMethodId: v7() };
  return { ...more, lines, totals, status: 'PLACED' };
}
