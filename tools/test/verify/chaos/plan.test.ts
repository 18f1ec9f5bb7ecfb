import { seededRandom } from '@nakku/platform';
import { isDeclined, planOf } from '../../../src/verify/chaos/plan.ts';

const products = { plenty: ['a', 'b', 'c'], scarce: ['last'] };
const plans = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => planOf(random, products));
};

test('the same numbers make the same plans', () => {
  expect(plans(5, 20)).toEqual(plans(5, 20));
  expect(plans(5, 20)).not.toEqual(plans(6, 20));
});

test('of a thousand customers enough change their mind or cannot pay, so that a quarter is compensated', () => {
  const all = plans(1, 1_000);
  const undone = all.filter(({ act }) => act === 'change_mind' || act === 'give_up' || act === 'forget');
  expect(undone.length).toBeGreaterThan(250);
  expect(all.filter(isDeclined).length).toBeGreaterThan(100);
  expect(all.some(({ list }) => list.some(({ productId }) => productId === 'last'))).toBe(true);
});

test('a list names each product once, in pieces', () => {
  for (const { list } of plans(2, 200)) {
    expect(new Set(list.map(({ productId }) => productId)).size).toBe(list.length);
    expect(list.length).toBeGreaterThan(0);
    for (const { quantity } of list) expect([1, 2]).toContain(quantity);
  }
});

test('customers want and answer everything that there is to want and answer', () => {
  const all = plans(3, 1_000);
  const preferences = new Set(all.flatMap(({ list }) => list.map(({ ifUnavailable }) => ifUnavailable)));
  expect([...preferences].sort()).toEqual(['ALL_OR_NOTHING', 'BEST_MATCH', 'MY_CHOICE', 'REFUND']);
  expect(new Set(all.map(({ choice }) => choice))).toEqual(new Set(['accept', 'decline', 'ignore']));
});
