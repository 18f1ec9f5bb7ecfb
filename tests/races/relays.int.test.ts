import { eventually } from '@nakku/testkit';
import { firstOccurrences, readTopic } from '../../packages/messaging/test/broker.ts';
import {
  appliedTo,
  changeCart,
  createWorld,
  newId,
  noting,
  range,
} from '../../packages/messaging/test/world.ts';
import type { World } from '../../packages/messaging/test/world.ts';
import { raceTest, times } from './harness/race.ts';

const RELAYS = 3;
const CARTS = 30;
const CHANGES = 7;

let world: World;
beforeEach(() => (world = createWorld()));
afterEach(() => world.end());

raceTest(
  `${RELAYS} outbox relays side by side, one of which leaves and comes back`,
  {
    invariant: 'every event reaches the broker, in the order of its aggregate, and is applied once',
    timeoutMs: 120_000,
  },
  async (race) => {
    const shop = await world.service('shop');
    const reader = await world.service('reader');
    const relays = times(RELAYS, () => shop.platform());
    for (const relay of relays) await relay.start();
    const lanesOf = (): number[][] => relays.map((relay) => [...relay.readiness().relay.lanes]);
    // Two hold two lanes each, the third stands by: it takes over when one leaves.
    await eventually(() => expect(lanesOf().flat().sort()).toEqual([0, 1, 2, 3]), { timeoutMs: 20_000 });
    await eventually(() =>
      expect(
        lanesOf()
          .map(({ length }) => length)
          .sort(),
      ).toEqual([0, 2, 2]),
    );
    const leaver = relays[lanesOf().findIndex(({ length }) => length > 0)];
    await reader.platform({ name: 'reader' }).start({ consumer: noting('cart.updated') });

    const carts = times(CARTS, newId);
    // Each cart is changed through every replica at once, so its versions are won in turns.
    const writers = carts.flatMap((cartId) =>
      relays.map((relay) => async () => {
        for (let change = 0; change < CHANGES; change += 1) await changeCart(relay, cartId);
        return true;
      }),
    );
    const leaving = async (): Promise<boolean> => {
      await leaver?.stop();
      await shop.platform().start();
      return true;
    };
    await race.start([...writers.slice(CARTS), leaving, ...writers.slice(0, CARTS)], (isDone) => isDone);

    const each = RELAYS * CHANGES;
    const total = { n: CARTS * each };
    const applied = 'SELECT count(*)::int AS n FROM applied';
    await eventually(async () => expect(await reader.db.rows(applied)).toEqual([total]), {
      timeoutMs: 60_000,
    });
    for (const cartId of carts) expect(await appliedTo(reader, cartId)).toEqual(range(1, each));
    // Not only restored by the consumer: the broker itself has them in order.
    const log = firstOccurrences(await readTopic(world, 'cart', total.n));
    for (const cartId of carts) expect(log.get(cartId)).toEqual(range(1, each));
    expect(
      await shop.db.rows('SELECT count(*)::int AS n FROM platform.outbox WHERE published_at IS NULL'),
    ).toEqual([{ n: 0 }]);
  },
);
