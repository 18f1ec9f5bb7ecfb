import { loadConfig } from '@nakku/service';
import { captureEvents, eventProducer, testWorld } from '@nakku/testkit';
import { PrismaPg } from '@prisma/adapter-pg';
import { v7 as uuidv7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { startInventory } from '../src/service.ts';
import { putProduct } from '../src/store/products.ts';

/** The running service, of one or more replicas, with everything around it; `close` takes it all down. */
export async function startInventoryHarness({ replicas = 1 } = {}) {
  const world = await testWorld('inventory');
  const config = loadConfig(configSchema, world.env({ DATABASE_POOL_SIZE: '12' }));
  const service = await startInventory(config);
  const more = await Promise.all(Array.from({ length: replicas - 1 }, () => startInventory(config)));
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: world.databaseUrl }) });
  const capture = await captureEvents(world.topicPrefix, ['inventory', 'reservations']);
  const producer = await eventProducer(world.topicPrefix);
  /** A new product of the catalogue. */
  async function product(productId = uuidv7(), isArchived = false): Promise<string> {
    await putProduct(db, { productId, isArchived });
    return productId;
  }
  return {
    world,
    service,
    product,
    client: world.client(service),
    db,
    capture,
    producer,
    async close() {
      await Promise.all([capture.stop(), producer.stop(), db.$disconnect()]);
      await Promise.all([service, ...more].map((replica) => replica.stop()));
      await world.cleanup();
    },
  };
}

export type InventoryHarness = Awaited<ReturnType<typeof startInventoryHarness>>;

const at = () => new Date().toISOString();
const place = {
  lines: ['Street 1'],
  city: 'Berlin',
  postcode: '10115',
  country: 'DE',
  location: { latitude: 52.52, longitude: 13.4 },
  instructions: null,
};
const promise = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:15:00.000Z' };

/** An order that publishes its events as the orders context does. */
export function anOrder(
  { producer }: Pick<InventoryHarness, 'producer'>,
  storeId: string,
  quantities: Readonly<Record<string, number>>,
) {
  const orderId = uuidv7();
  let sequence = 0;
  const linesOf = (of: Record<string, number>) =>
    Object.entries(of).map(([productId, quantity]) => ({ productId, quantity }));
  const lines = linesOf(quantities);
  const base = {
    orderId,
    orderNumber: 'N-1',
    customerId: uuidv7(),
    storeId,
    cartId: uuidv7(),
  };
  const pickup = { storeId, name: 'Store', address: place };
  const route = { pickup, dropoff: place, handover: 'CODE', promise };
  const send = (type: string, status: string, more: object = {}, id = uuidv7()) => {
    sequence += 1;
    const data = { ...base, status, at: at(), ...more };
    return producer.send({ topic: 'orders', type, subject: orderId, sequence, data, id });
  };
  const totals = {
    currency: 'EUR',
    subtotal: 100,
    discount: 0,
    deliveryFee: 0,
    tip: 0,
    tax: 7,
    total: 100,
  };
  const priced = lines.map((line) => ({
    ...line,
    lineId: uuidv7(),
    sku: 'S',
    name: 'Thing',
    packaging: '1 piece',
    imageUrl: null,
    unitPrice: 100,
    taxRate: 700,
    total: 100 * line.quantity,
    discount: 0,
    tax: 7,
    note: null,
    substitution: 'DENY',
  }));
  return {
    orderId,
    lines,
    created: () =>
      send('order.created', 'PLACED', {
        ...route,
        quoteId: uuidv7(),
        cartOrderNo: 1,
        lines: priced,
        totals,
        paymentMethodId: uuidv7(),
      }),
    confirmed: () => send('order.confirmed', 'CONFIRMED', { ...route, lines }),
    short: (productId: string, quantity: number, noticed: 'PLACEMENT' | 'SHELF' = 'SHELF', id = uuidv7()) =>
      send('order.line_short', 'PACKING', { lineId: uuidv7(), productId, quantity, noticed }, id),
    answered: (substitutionId: string, substituteProductId: string | null, quantity: number) =>
      send('order.substitution_answered', 'PACKING', {
        ...{ substitutionId, lineId: uuidv7(), orderLineId: uuidv7(), productId: lines[0]?.productId },
        ...{ quantity, answeredBy: 'CUSTOMER', substituteProductId },
      }),
    substituted: (substitutionId: string, substituteProductId: string, quantity: number) =>
      send('order.line_substituted', 'PACKING', {
        ...{
          substitutionId,
          lineId: uuidv7(),
          orderLineId: uuidv7(),
          productId: lines[0]?.productId,
          quantity,
        },
        substitute: {
          ...{ orderLineId: uuidv7(), productId: substituteProductId, quantity, unitPrice: 100, total: 100 },
        },
        totals,
        lines: [],
      }),
    changeRequested: (changeId: string, wanted: Record<string, number>) =>
      send('order.change_requested', 'CONFIRMED', { changeId, lines: linesOf(wanted) }),
    changeClosed: (changeId: string) =>
      send('order.change_closed', 'CONFIRMED', { changeId, reason: 'TIMED_OUT', lines }),
    modified: (wanted: Record<string, number>) => {
      const amounts = linesOf(wanted).map((line) => ({
        ...{ ...line, lineId: uuidv7(), orderLineId: uuidv7(), total: 100 },
      }));
      return send('order.modified', 'CONFIRMED', {
        totals,
        lines: amounts,
        dropoff: place,
        handover: 'CODE',
      });
    },
    pickedUp: (left = lines) => send('order.picked_up', 'OUT_FOR_DELIVERY', { lines: left }),
    cancelled: () =>
      send('order.cancelled', 'CANCELLED', { reason: 'CUSTOMER_REQUEST', wasConfirmed: false, lines }),
    returned: () => send('order.returned', 'RETURNED', { lines }),
  };
}
