import { PrismaPg } from '@prisma/adapter-pg';
import { v7 } from 'uuid';
import { handoverCode } from '../src/domain/handoverCode.ts';
import { PrismaClient } from '../src/generated/prisma/client.ts';
import { lockOffers, saveDispatchPlan } from '../src/store/saveDispatchPlan.ts';
import { type DeliveryHarness, secret, startDeliveryHarness, type TestCourier } from './harness.ts';

/** How often each race is run: a lost race shows only now and then. */
const ROUNDS = 15;

describe('races', () => {
  let shop: DeliveryHarness;
  beforeAll(async () => {
    shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
  });
  afterAll(() => shop.stop());

  /** A courier who is the only one on shift, so that the dispatcher has no choice. */
  const onlyCourier = async (): Promise<TestCourier> => {
    await shop.quiet();
    return shop.newCourier();
  };
  const accept = (courier: TestCourier, offerId: string) =>
    shop.act('deliveryOfferAccept', `offerId: "${offerId}"`, courier.caller, 'delivery { id version }');
  const loadOf = async ({ courierId }: TestCourier): Promise<number> => {
    const { rows } = await shop.pool.query('SELECT load FROM couriers WHERE id = $1', [courierId]);
    return rows[0].load;
  };
  /** A delivery that nobody was asked for yet, with offers that we write ourselves. */
  const offer = async (deliveryId: string, courier: TestCourier, status = 'OPEN'): Promise<string> => {
    const { rows } = await shop.pool.query<{ id: string }>(
      `INSERT INTO offers (id, delivery_id, courier_id, round, status, expires_at, closed_at)
       VALUES (uuidv7(), $1, $2, 1, $3, now() + interval '1 hour', CASE WHEN $3 <> 'OPEN' THEN now() END)
       RETURNING id`,
      [deliveryId, courier.courierId, status],
    );
    return rows[0]?.id ?? '';
  };
  const queue = (deliveryId: string) =>
    shop.pool.query(
      `INSERT INTO dispatches (delivery_id, due_at) VALUES ($1, now() + interval '1 hour') ON CONFLICT DO NOTHING`,
      [deliveryId],
    );
  /** On shift for the acceptance, but unknown to the dispatcher: it finds nobody free. */
  const waitingOrder = async () => {
    const order = await shop.newOrder();
    const deliveryId = await shop.deliveryOf(order);
    await shop.pool.query('UPDATE deliveries SET ready_at = now() WHERE id = $1', [deliveryId]);
    return { order, deliveryId };
  };

  test('twenty acceptances of one offer at once: it is taken once, all of them succeed alike', async () => {
    const courier = await shop.newCourier({ capacity: 5 });
    const { order, deliveryId } = await waitingOrder();
    const offerId = await offer(deliveryId, courier);
    await queue(deliveryId);
    const responses = await Promise.all(Array.from({ length: 20 }, () => accept(courier, offerId)));
    expect(responses).toEqual(
      responses.map(() => ({ delivery: { id: deliveryId, version: 2 }, userErrors: [] })),
    );
    expect(await loadOf(courier)).toBe(1);
    expect(await shop.eventsOf(order, 2)).toEqual(['scheduled', 'assigned']);
  });

  test('cancel and acceptance at once: one of them, and nobody is left with a load', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const courier = await onlyCourier();
      const order = await shop.newOrder({ isReady: true });
      const offerId = await shop.offerFor(courier, order);
      const [accepted] = await Promise.all([
        new Promise((resolve) => setTimeout(resolve, round)).then(() => accept(courier, offerId)),
        order.publish('order.cancel_requested', { reason: 'CUSTOMER_REQUEST' }),
      ]);
      // A cancel wins from ASSIGNED, too: only whether there was an assignment differs.
      const before = accepted.delivery ? ['scheduled', 'assigned'] : ['scheduled'];
      expect(await shop.eventsOf(order, before.length + 1)).toEqual([...before, 'cancelled']);
      expect(await loadOf(courier)).toBe(0);
      await shop.act('shiftEnd', '', courier.caller);
    }
  });

  test('a capacity of two, ten offers, all accepted at once: two are taken', async () => {
    const courier = await shop.newCourier({ capacity: 2 });
    const orders = await Promise.all(Array.from({ length: 10 }, () => waitingOrder()));
    const offers = await Promise.all(
      orders.map(async ({ deliveryId }) => {
        await queue(deliveryId);
        return offer(deliveryId, courier);
      }),
    );
    const responses = await Promise.all(offers.map((offerId) => accept(courier, offerId)));
    const refused = responses.filter(({ delivery }) => delivery === null);
    expect(refused).toHaveLength(8);
    for (const { userErrors } of refused) expect(userErrors).toMatchObject([{ code: 'CAPACITY' }]);
    expect(await loadOf(courier)).toBe(2);
    const { rows } = await shop.pool.query(
      'SELECT count(*)::int AS taken FROM deliveries WHERE courier_id = $1',
      [courier.courierId],
    );
    expect(rows).toEqual([{ taken: 2 }]);
    const ids = orders.map(({ deliveryId }) => deliveryId);
    await shop.pool.query('DELETE FROM dispatches WHERE delivery_id = ANY($1)', [ids]);
  });

  test('wrong codes at once never get more than five tries, whatever the right one does between them', async () => {
    const courier = await onlyCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    await shop.act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier.caller);
    const right = handoverCode(secret, deliveryId);
    const wrong = right === '0000' ? '0001' : '0000';
    const responses = await Promise.all(
      Array.from({ length: 20 }, () =>
        shop.act('deliveryComplete', `deliveryId: "${deliveryId}", code: "${wrong}"`, courier.caller),
      ),
    );
    const left = responses.map(({ userErrors }) => userErrors[0].triesLeft).sort((a, b) => b - a);
    expect(left).toEqual([4, 3, 2, 1, ...Array.from({ length: 16 }, () => 0)]);
    const { rows } = await shop.pool.query('SELECT code_tries, version FROM deliveries WHERE id = $1', [
      deliveryId,
    ]);
    expect(rows).toEqual([{ code_tries: 5, version: 3 }]);
    expect(await shop.eventsOf(order, 3)).toEqual(['scheduled', 'assigned', 'started']);
  });

  test('the end of a shift and an acceptance at once: never off shift with an order in hand', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const courier = await shop.newCourier();
      const { deliveryId } = await waitingOrder();
      await queue(deliveryId);
      const offerId = await offer(deliveryId, courier);
      const [accepted, ended] = await Promise.all([
        accept(courier, offerId),
        shop.act('shiftEnd', '', courier.caller),
      ]);
      const { rows } = await shop.pool.query('SELECT is_on_shift, load FROM couriers WHERE id = $1', [
        courier.courierId,
      ]);
      const taken = accepted.delivery !== null;
      expect(rows).toEqual([{ is_on_shift: taken, load: taken ? 1 : 0 }]);
      expect(ended.userErrors.length).toBe(taken ? 1 : 0);
      await shop.pool.query('DELETE FROM dispatches WHERE delivery_id = $1', [deliveryId]);
    }
  });

  test('after all of this the load of every courier is what is in hand', async () => {
    const { rows } = await shop.pool.query(
      `SELECT c.load, (SELECT count(*)::int FROM deliveries d WHERE d.courier_id = c.id
                        AND d.status IN ('ASSIGNED', 'AT_STORE', 'PICKED_UP', 'NEARBY', 'FAILED', 'RETURNING')) AS in_hand
         FROM couriers c`,
    );
    expect(rows.filter(({ load, in_hand: inHand }) => load !== inHand)).toEqual([]);
    expect(rows.length).toBeGreaterThan(2 * ROUNDS);
  });

  test('dispatchers side by side never offer a courier more than there is room', async () => {
    await shop.quiet();
    const courier = await shop.newCourier({ capacity: 3 });
    const deliveryIds = await Promise.all(
      Array.from({ length: 8 }, async () => (await waitingOrder()).deliveryId),
    );
    await shop.quiet();
    for (const deliveryId of deliveryIds) await queue(deliveryId);
    // Claimed, so that the service's own dispatcher leaves them alone.
    await shop.pool.query(`UPDATE dispatches SET claimed_until = now() + interval '1 hour'`);
    await shop.pool.query('UPDATE couriers SET is_on_shift = true WHERE id = $1', [courier.courierId]);
    const dispatchers = Array.from(
      { length: 4 },
      () => new PrismaClient({ adapter: new PrismaPg({ connectionString: shop.world.databaseUrl }) }),
    );
    await Promise.all(dispatchers.map((db) => db.$connect()));
    const made = await Promise.all(
      dispatchers.map((db, i) => {
        const move = { kind: 'offer', courierId: courier.courierId, round: 1, distanceMeters: null } as const;
        const moves = deliveryIds
          .slice(2 * i, 2 * i + 2)
          .map((deliveryId) => ({ deliveryId, move, offerId: v7() }));
        return db.$transaction(async (tx) => {
          await lockOffers(tx);
          return saveDispatchPlan(tx, moves, { leaseMs: 3_600_000, pauseMs: 3_600_000 });
        });
      }),
    );
    await Promise.all(dispatchers.map((db) => db.$disconnect()));
    expect(made.flat()).toHaveLength(3);
    const { rows } = await shop.pool.query(
      `SELECT count(*)::int AS open FROM offers WHERE courier_id = $1 AND status = 'OPEN'`,
      [courier.courierId],
    );
    expect(rows).toEqual([{ open: 3 }]);
  });
});
