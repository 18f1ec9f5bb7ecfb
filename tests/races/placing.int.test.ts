import { customer } from '@nakku/testkit';
import { v7 as uuidv7 } from 'uuid';
import { sampleQuote } from '../../subgraphs/orders/test/sampleQuote.ts';
import type { PlaceResponse, OrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import { startOrdersHarness } from '../../subgraphs/orders/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

const CLICKS = 20;

let shop: OrdersHarness;
beforeAll(async () => {
  shop = await startOrdersHarness();
}, 60_000);
afterAll(() => shop.stop());

const isPlaced = ({ order }: PlaceResponse): boolean => order !== null;
const codesOf = (responses: readonly PlaceResponse[]): string[] => [
  ...new Set(responses.flatMap(({ userErrors }) => userErrors.map(({ __typename }) => String(__typename)))),
];

/** Orders of a customer and the events about them that wait for the broker or were published. */
async function madeFor(customerId: string): Promise<{ orders: number; steps: number; events: number }> {
  const { rows } = await shop.pool.query<{ orders: number; steps: number; events: number }>(
    `SELECT count(DISTINCT o.id)::int AS orders, count(DISTINCT (s.order_id, s.sequence))::int AS steps,
       count(DISTINCT x.event_id)::int AS events
     FROM orders o JOIN order_steps s ON s.order_id = o.id JOIN platform.outbox x ON x.key = o.id::text
     WHERE o.customer_id = $1`,
    [customerId],
  );
  return rows[0] ?? { orders: -1, steps: -1, events: -1 };
}
const ONE = { orders: 1, steps: 1, events: 1 };

raceTest(
  'a double click, one key',
  { invariant: 'one order, one event; whoever gets an order gets that one' },
  async (race) => {
    const caller = customer();
    const token = await shop.token(sampleQuote({ customerId: caller.userId }));
    const [key, method] = [uuidv7(), uuidv7()];
    const responses = await race.start(
      times(CLICKS, () => () => shop.place(caller, token, key, method)),
      isPlaced,
    );
    const ids = new Set(responses.filter(isPlaced).map(({ order }) => String(order.id)));
    expect(ids.size).toBe(1);
    expect(codesOf(responses).filter((code) => code !== 'RequestInFlightError')).toEqual([]);
    expect(await madeFor(caller.userId)).toEqual(ONE);
    expect(ids).toContain((await shop.place(caller, token, key, method)).order.id);
  },
);

raceTest(
  'one key, another body each time',
  { invariant: 'one order, of one body; the others are told that the key is taken' },
  async (race) => {
    const caller = customer();
    const key = uuidv7();
    const tokens = await Promise.all(
      times(CLICKS, () => shop.token(sampleQuote({ customerId: caller.userId }))),
    );
    const responses = await race.start(
      tokens.map((token) => () => shop.place(caller, token, key)),
      isPlaced,
    );
    expect(responses.filter(isPlaced)).toHaveLength(1);
    const allowed = ['IdempotencyKeyReusedError', 'RequestInFlightError'];
    expect(codesOf(responses).filter((code) => !allowed.includes(code))).toEqual([]);
    expect(await madeFor(caller.userId)).toEqual(ONE);
  },
);

raceTest(
  'one quote, a key for each click',
  { invariant: 'one order; the others are shown it' },
  async (race) => {
    const caller = customer();
    const token = await shop.token(sampleQuote({ customerId: caller.userId }));
    const responses = await race.start(
      times(CLICKS, () => () => shop.place(caller, token)),
      isPlaced,
    );
    const [made, ...more] = responses.filter(isPlaced);
    expect(more).toEqual([]);
    const refused = responses.filter((response) => !isPlaced(response));
    const conflict = {
      __typename: 'CartAlreadyOrderedError',
      code: 'CART_ALREADY_ORDERED',
      path: ['input', 'quoteToken'],
      order: { id: made?.order.id },
    };
    expect(refused.map(({ userErrors }) => userErrors)).toEqual(
      refused.map(() => [expect.objectContaining(conflict)]),
    );
    expect(await madeFor(caller.userId)).toEqual(ONE);
  },
);

raceTest(
  'two tabs check one cart out, each with a quote of its own',
  { invariant: 'one order; the other tab is shown it', rounds: 10 },
  async (race) => {
    const caller = customer();
    const cartId = uuidv7();
    const quotes = times(2, () => sampleQuote({ customerId: caller.userId, cartId, cartOrderNo: 1 }));
    const tokens = await Promise.all(quotes.map((quote) => shop.token(quote)));
    const responses = await race.start(
      tokens.map((token) => () => shop.place(caller, token)),
      isPlaced,
    );
    const [made, ...more] = responses.filter(isPlaced);
    expect(more).toEqual([]);
    const [refused] = responses.filter((response) => !isPlaced(response));
    expect(refused?.userErrors).toMatchObject([
      { __typename: 'CartAlreadyOrderedError', order: { id: made?.order.id } },
    ]);
    expect(await madeFor(caller.userId)).toEqual(ONE);
  },
);
