import { loadConfig } from '@nakku/service';
import { eventually } from '@nakku/testkit';
import { PrismaPg } from '@prisma/adapter-pg';
import { v7 } from 'uuid';
import type { Deps } from '../src/app/deps.ts';
import { configSchema, deliveryTimes } from '../src/config.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { liveReadsOf } from '../src/graphql/liveReads.ts';
import { createDispatcher } from '../src/jobs/dispatcher.ts';
import { addressAt, type DeliveryHarness, home, mitte, startDeliveryHarness } from './harness.ts';

const WAITING = 300;

/** 2,779 deliveries that waited while no courier was free once burned a whole core. */
describe('a dispatcher while nobody is free', () => {
  let shop: DeliveryHarness;
  const statements: string[] = [];
  const connect = () => {
    const db = new PrismaClient({
      adapter: new PrismaPg({ connectionString: shop.world.databaseUrl }),
      log: [{ emit: 'event', level: 'query' }],
    });
    db.$on('query', ({ query }) => statements.push(query));
    return db;
  };
  let db: ReturnType<typeof connect>;

  beforeAll(async () => {
    shop = await startDeliveryHarness();
    db = connect();
    await shop.pool.query(
      `INSERT INTO deliveries (id, order_id, store_id, customer_id, status, handover, pickup, dropoff,
                               promise_from, promise_to, ready_at)
       SELECT uuidv7(), uuidv7(), $1, $1, 'SCHEDULED', 'CODE', $2, $3, now(), now(), now()
         FROM generate_series(1, ${WAITING})`,
      [v7(), JSON.stringify(addressAt(mitte)), JSON.stringify(addressAt(home))],
    );
    await shop.pool.query(
      `INSERT INTO dispatches (delivery_id, due_at) SELECT id, now() FROM deliveries WHERE status = 'SCHEDULED'`,
    );
  });
  afterAll(async () => {
    await db.$disconnect();
    await shop.stop();
  });

  test('sleeps until it is notified or something is due', async () => {
    const poll = { healthyMs: 500, unhealthyMs: 100 };
    const waits: number[] = [];
    const deps: Deps = {
      liveReads: liveReadsOf(db),
      db,
      platform: {
        // With nobody free there is nothing to write.
        transaction: () => Promise.reject(new Error('not used')),
        idempotent: () => Promise.reject(new Error('not used')),
      },
      live: { publish: () => undefined, subscribe: () => () => undefined, healthy: true },
      dispatchSignal: { notify: () => undefined, notifySoon: () => undefined },
      positions: { lastOf: () => Promise.resolve(new Map()), replace: () => Promise.resolve(true) },
      poll,
      times: deliveryTimes.test,
      config: loadConfig(configSchema, shop.env),
      etaRules: { pace: 1, stopMs: 0, packingMs: 0 },
      positionRules: { plausibleSpeed: 50, trackMeters: 100, trackMs: 15_000 },
      dispatchRules: { quickRounds: 3, pace: 1, maxOfferMeters: 10_000 },
      handoverRules: { withinMeters: 300, speed: 15 },
      absentWaitMs: 300_000,
      now: () => new Date(),
      newId: v7,
    };
    const dispatcher = createDispatcher(deps, {
      next(maxMs) {
        waits.push(maxMs);
        return Promise.resolve();
      },
    });
    const { signal } = new AbortController();
    for (let run = 0; run < 5; run += 1) await dispatcher.run(signal);
    // One look each, and then it sleeps for as long as it may.
    expect(statements).toHaveLength(5);
    expect(waits).toEqual(Array.from({ length: 5 }, () => poll.healthyMs));
    const { rows } = await shop.pool.query(
      'SELECT count(*)::int AS untouched FROM dispatches WHERE claimed_until IS NULL AND due_at < now()',
    );
    expect(rows).toEqual([{ untouched: WAITING }]);
  });

  test('and works again as soon as a courier comes', async () => {
    await shop.newCourier({ capacity: 10 });
    await eventually(async () => {
      const { rows } = await shop.pool.query(
        `SELECT count(*)::int AS open FROM offers WHERE status = 'OPEN'`,
      );
      expect(rows).toEqual([{ open: 10 }]);
    });
  });
});
