import { customer } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { discountedQuote } from '../../subgraphs/orders/test/discountedQuote.ts';
import type { OrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import { startOrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

/** All of them in waves: one service lets no more wait for its connections for long. */
const WAVES = 10;
const BUYERS_OF_WAVE = 20;

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness({ DURATIONS_PROFILE: 'production', DATABASE_POOL_SIZE: '20' });
}, 60_000);
afterAll(() => shop.stop());

async function usesOf(promotionId: string): Promise<{ counted: number; orders: number }> {
  const { rows } = await shop.pool.query<{ counted: number; orders: number }>(
    `SELECT (SELECT used FROM redemption_counters WHERE key = $1) AS counted,
       (SELECT count(*)::int FROM redemptions WHERE key = $1) AS orders`,
    [`promotion:${promotionId}`],
  );
  return rows[0] ?? { counted: -1, orders: -1 };
}

/** A new customer with a quote of a promotion that one order may use. */
async function buyer(promotionId: string): Promise<() => Promise<string>> {
  const caller = customer();
  const token = await shop.token(
    discountedQuote({ promotionId, customerId: caller.userId, limits: { total: 1, perCustomer: 1 } }),
  );
  return async () => {
    const { order, userErrors } = await shop.place(caller, token);
    return order === null ? String(userErrors[0]?.__typename) : 'placed';
  };
}

raceTest(
  'the last use of a promotion and 200 buyers',
  { invariant: 'one order uses it; the others are told that it is used up', timeoutMs: 120_000 },
  async (race) => {
    const promotionId = uuidv7();
    const outcomes: string[] = [];
    for (let wave = 0; wave < WAVES; wave += 1) {
      const buyers = await Promise.all(times(BUYERS_OF_WAVE, () => buyer(promotionId)));
      outcomes.push(...(await race.start(buyers, (outcome) => outcome === 'placed')));
    }
    expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['placed', 'DiscountUnavailableError']));
    expect(await usesOf(promotionId)).toEqual({ counted: 1, orders: 1 });
  },
);

raceTest(
  'the cancel of the order that has the last use versus the next buyer',
  { invariant: 'the buyer gets it or is refused, and it is never counted twice', rounds: 10 },
  async (race) => {
    const promotionId = uuidv7();
    const first = customer();
    const limits = { total: 1 };
    const token = await shop.token(discountedQuote({ promotionId, customerId: first.userId, limits }));
    const { order } = await shop.place(first, token);
    const [, bought] = await race.start(
      [
        async () => {
          await race.late(race.round);
          return (await shop.act('orderCancel', first, String(order.id))).userErrors.length === 0
            ? 'cancelled'
            : 'not';
        },
        await buyer(promotionId),
      ],
      (outcome) => outcome === 'placed',
    );
    expect(['placed', 'DiscountUnavailableError']).toContain(bought);
    const used = bought === 'placed' ? 1 : 0;
    expect(await usesOf(promotionId)).toEqual({ counted: used, orders: used });
  },
);
