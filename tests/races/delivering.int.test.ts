import { handoverCode } from '../../subgraphs/delivery/src/domain/handoverCode.ts';
import type { DeliveryHarness, TestCourier } from '../../subgraphs/delivery/test/harness.ts';
import { secret, startDeliveryHarness } from '../../subgraphs/delivery/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

const ROUNDS = 15;

let shop: DeliveryHarness;
beforeAll(async () => {
  shop = await startDeliveryHarness({ DURATIONS_PROFILE: 'production' });
}, 60_000);
afterAll(() => shop.stop());

interface OperationResponse {
  readonly delivery: { readonly id: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly triesLeft?: number }[];
}

const act = (field: string, args: string, { caller }: TestCourier): Promise<OperationResponse> =>
  shop.act(field, args, caller, 'delivery { id }');
const isDone = ({ delivery }: OperationResponse): boolean => delivery !== null;
const loadOf = async ({ courierId }: TestCourier): Promise<number> =>
  (await shop.pool.query<{ load: number }>('SELECT load FROM couriers WHERE id = $1', [courierId])).rows[0]
    ?.load ?? -1;
const deliveryRow = async (deliveryId: string): Promise<unknown> =>
  (await shop.pool.query('SELECT status, version FROM deliveries WHERE id = $1', [deliveryId])).rows[0];

/** An offer that the dispatcher did not make: a second one of the same delivery, as after a lease that lapsed. */
async function offerTo(courier: TestCourier, deliveryId: string): Promise<string | undefined> {
  const { rows } = await shop.pool.query<{ id: string }>(
    `INSERT INTO offers (id, delivery_id, courier_id, round, status, expires_at)
     VALUES (uuidv7(), $1, $2, 1, 'OPEN', now() + interval '1 hour') ON CONFLICT DO NOTHING RETURNING id`,
    [deliveryId, courier.courierId],
  );
  return rows[0]?.id;
}

raceTest(
  'two couriers, one delivery',
  { invariant: 'at most one has it, and loads, responses and events name the same courier', rounds: ROUNDS },
  async (race) => {
    const couriers: readonly [TestCourier, TestCourier] = [await shop.newCourier(), await shop.newCourier()];
    const order = await shop.newOrder();
    const deliveryId = await shop.deliveryOf(order);
    await shop.pool.query('UPDATE deliveries SET ready_at = now() WHERE id = $1', [deliveryId]);
    await shop.pool.query(
      `INSERT INTO dispatches (delivery_id, due_at) VALUES ($1, now() + interval '1 hour') ON CONFLICT DO NOTHING`,
      [deliveryId],
    );
    const first = await offerTo(couriers[0], deliveryId);
    const refused: OperationResponse = { delivery: null, userErrors: [] };
    const responses = await race.start(
      [
        ...times(10, () => () => act('deliveryOfferAccept', `offerId: "${first}"`, couriers[0])),
        async () => {
          // The first courier's other device declines; then the offer goes to the next one.
          await shop.act(
            'deliveryOfferDecline',
            `offerId: "${first}"`,
            couriers[0].caller,
            'declinedOfferId',
          );
          const second = await offerTo(couriers[1], deliveryId);
          return second === undefined
            ? refused
            : act('deliveryOfferAccept', `offerId: "${second}"`, couriers[1]);
        },
      ],
      isDone,
    );
    const isTaken = responses.some(isDone);
    expect(await deliveryRow(deliveryId)).toMatchObject({ status: isTaken ? 'ASSIGNED' : 'SCHEDULED' });
    expect((await loadOf(couriers[0])) + (await loadOf(couriers[1]))).toBe(isTaken ? 1 : 0);
    expect(await shop.eventsOf(order, isTaken ? 2 : 1)).toEqual(
      isTaken ? ['scheduled', 'assigned'] : ['scheduled'],
    );
  },
);

raceTest(
  'cancel versus pick-up',
  { invariant: 'exactly one wins; row, response, load and events agree', rounds: ROUNDS },
  async (race) => {
    await shop.quiet();
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    let picked: OperationResponse | undefined;
    await race.start(
      [
        async () => {
          await race.late(race.round / 2);
          picked = await act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier);
          return isDone(picked);
        },
        async () => {
          await order.publish('order.cancel_requested', { reason: 'CUSTOMER_REQUEST' });
          return false;
        },
      ],
      (isPickedUp) => isPickedUp,
    );
    const isPickedUp = picked !== undefined && isDone(picked);
    if (!isPickedUp) expect(picked?.userErrors).toMatchObject([{ code: 'INVALID_DELIVERY_STATE' }]);
    expect(await deliveryRow(deliveryId)).toEqual(
      isPickedUp ? { status: 'PICKED_UP', version: 4 } : { status: 'CANCELLED', version: 3 },
    );
    expect(await shop.eventsOf(order, isPickedUp ? 4 : 3)).toEqual(
      isPickedUp
        ? ['scheduled', 'assigned', 'started', 'cancel_refused']
        : ['scheduled', 'assigned', 'cancelled'],
    );
    expect(await loadOf(courier)).toBe(isPickedUp ? 1 : 0);
  },
);

raceTest(
  'two devices hand over with the right code, while wrong ones are tried',
  { invariant: 'delivered once or not at all, never more than five wrong tries', rounds: ROUNDS },
  async (race) => {
    await shop.quiet();
    const courier = await shop.newCourier();
    const { order, deliveryId } = await shop.assigned(courier);
    await act('deliveryPickedUp', `deliveryId: "${deliveryId}"`, courier);
    const right = handoverCode(secret, deliveryId);
    const wrong = right === '0000' ? '0001' : '0000';
    const complete = (code: string): Promise<OperationResponse> =>
      act('deliveryComplete', `deliveryId: "${deliveryId}", code: "${code}"`, courier);
    const wrongTries = race.round % 8;
    const responses = await race.start(
      [
        ...times(wrongTries, () => () => complete(wrong)),
        ...times(2, () => async () => {
          await race.late(race.round % 3);
          return complete(right);
        }),
      ],
      isDone,
    );
    const isDelivered = responses.slice(wrongTries).some(isDone);
    // Fewer than five wrong tries never lock the right code out.
    if (wrongTries < 5) expect(isDelivered).toBe(true);
    const { rows } = await shop.pool.query<{ tries: number }>(
      'SELECT code_tries AS tries FROM deliveries WHERE id = $1',
      [deliveryId],
    );
    expect(rows[0]?.tries).toBeLessThanOrEqual(5);
    expect(await deliveryRow(deliveryId)).toEqual(
      isDelivered ? { status: 'DELIVERED', version: 4 } : { status: 'PICKED_UP', version: 3 },
    );
    const events = ['scheduled', 'assigned', 'started'];
    expect(await shop.eventsOf(order, isDelivered ? 4 : 3)).toEqual(
      isDelivered ? [...events, 'completed'] : events,
    );
    expect(await loadOf(courier)).toBe(isDelivered ? 0 : 1);
  },
);

test('after all of this the load of every courier is what is in hand', async () => {
  const { rows } = await shop.pool.query<{ load: number; inHand: number }>(
    `SELECT c.load, (SELECT count(*)::int FROM deliveries d WHERE d.courier_id = c.id
                      AND d.status IN ('ASSIGNED', 'AT_STORE', 'PICKED_UP', 'NEARBY', 'FAILED', 'RETURNING')) AS "inHand"
       FROM couriers c`,
  );
  expect(rows.filter(({ load, inHand }) => load !== inHand)).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(4 * ROUNDS);
});
