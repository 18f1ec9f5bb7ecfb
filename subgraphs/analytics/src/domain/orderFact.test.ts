import fc from 'fast-check';
import { contributionsOf } from './contributions.ts';
import { mergeFacts, noFact } from './orderFact.ts';
import type { OrderFact } from './orderFact.ts';

const seq = fc.integer({ min: 1, max: 6 });

/** One event of an order; events of the same source and sequence are the same. */
const fact: fc.Arbitrary<OrderFact> = seq.chain((at) =>
  fc
    .constantFrom<Partial<OrderFact>>(
      { placed: { seq: 1, at: 1_000, storeId: 's', customer: 'c', promiseTo: 5_000 } },
      { priced: { seq: at, gross: at * 100, tax: at, discount: 0, deliveryFee: 2, tip: 0, products: [] } },
      { confirmed: { seq: at, at } },
      { completed: { seq: at, at: at * 1_000 } },
      { cancelled: { seq: at, at, reason: 'NO_COURIER' } },
      { assigned: { seq: at, at: at * 500 } },
      { delivered: { seq: at, at: at * 1_000 } },
      { short: { [at]: at } },
      { substituted: { [at]: at } },
      { refunds: { r: { seq: at, at, amount: 10 * at, isFailed: at % 2 === 0 } } },
    )
    .map((event) => ({ ...noFact, ...event })),
);
const facts = fc.array(fact, { maxLength: 12 });
const merged = (all: readonly OrderFact[]): OrderFact => all.reduce(mergeFacts, noFact);

test('facts are the same in any order, in any groups and however often they come', () => {
  fc.assert(
    fc.property(
      facts.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat()),
      ),
      ([all, shuffled, at]) => {
        const [first, second] = [shuffled.slice(0, at % 12), shuffled.slice(at % 12)];
        const once = merged(all);
        expect(merged(shuffled)).toEqual(once);
        expect(mergeFacts(merged(first), merged(second))).toEqual(once);
        expect(mergeFacts(once, merged(second))).toEqual(once);
      },
    ),
  );
});

test('an order adds the same whatever came first', () => {
  fc.assert(
    fc.property(facts, (all) => {
      const byName = (of: OrderFact) =>
        [...contributionsOf(of).counts].sort((a, b) => (a.counter < b.counter ? -1 : 1));
      expect(byName(merged([...all].reverse()))).toEqual(byName(merged(all)));
    }),
  );
});

test('an order adds nothing before it is known to be placed', () => {
  const completed = { ...noFact, completed: { seq: 9, at: 1_000 } };
  expect(contributionsOf(completed)).toEqual({ counts: [], sale: null });
});
