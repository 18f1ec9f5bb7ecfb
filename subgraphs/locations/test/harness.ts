import type { StoreState } from '@nakku/contracts';
import { loadConfig, openDatabase } from '@nakku/service';
import { captureEvents, eventProducer, testWorld } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { configSchema } from '../src/config.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { startLocations } from '../src/service.ts';
import { putStore } from '../src/store/stores.ts';

const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: 0, closes: 1440 }));

/** The state of a store in its events: always open, at Alexanderplatz. */
export const aStore = (more: Partial<StoreState> = {}): StoreState => ({
  storeId: uuidv7(),
  name: 'Store',
  address: {
    lines: ['Street 1'],
    city: 'Berlin',
    postcode: '10178',
    country: 'DE',
    location: { latitude: 52.52, longitude: 13.41 },
    instructions: null,
  },
  radiusMeters: 2_000,
  timeZone: 'Europe/Berlin',
  openingHours: always,
  deliveryFee: 290,
  freeDeliveryFrom: 4_000,
  currency: 'EUR',
  status: 'OPEN',
  ...more,
});

/** A square zone around a point, as GeoJSON. */
export function squareAround(longitude: number, latitude: number, size = 0.04): string {
  const [west, south] = [longitude - size / 2, latitude - size / 2];
  const ring = [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ];
  return JSON.stringify({ type: 'Polygon', coordinates: [ring] });
}

/** A running locations service with a database of its own. */
export async function startLocationsHarness() {
  const world = await testWorld('locations');
  const service = await startLocations(loadConfig(configSchema, world.env()));
  const client = world.client(service);
  const { pool, adapter } = openDatabase({ url: world.databaseUrl, poolSize: 2, service: 'locations' });
  const db = new PrismaClient({ adapter });
  const opened: { stop(): Promise<void> }[] = [];
  return {
    world,
    client,
    /** What it publishes from now on. */
    async capture() {
      const capture = await captureEvents(world.topicPrefix, ['locations']);
      opened.push(capture);
      return capture;
    },
    /** Makes stores known as they are in events of inventory. */
    async stores(...states: StoreState[]) {
      for (const state of states) await putStore(db, state);
    },
    /** Publishes the state of a store as inventory does. */
    async publishStore(store: StoreState, sequence: number) {
      const [topic, producer] = await Promise.all([
        captureEvents(world.topicPrefix, ['inventory']),
        eventProducer(world.topicPrefix),
      ]);
      opened.push(topic, producer);
      const data = { store, at: new Date().toISOString() };
      const event = { topic: 'inventory', type: 'store.updated', subject: store.storeId, sequence, data };
      await producer.send(event);
    },
    async stop() {
      await Promise.all([...opened.map((one) => one.stop()), db.$disconnect()]);
      await pool.end();
      await service.stop();
      await world.cleanup();
    },
  };
}

export type LocationsHarness = Awaited<ReturnType<typeof startLocationsHarness>>;
