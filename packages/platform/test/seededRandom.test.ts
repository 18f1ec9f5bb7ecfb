import { seededDraws } from '../src/seededRandom.ts';

test('a seed repeats its numbers, another gives others', () => {
  const numbers = (seed: number) => {
    const random = seededDraws(seed);
    return Array.from({ length: 5 }, () => random.whole(1_000));
  };
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
  const random = seededDraws(1);
  const spread = new Set(Array.from({ length: 1_000 }, () => random.pick(['a', 'b', 'c'])));
  expect([...spread].sort()).toEqual(['a', 'b', 'c']);
  expect(() => random.pick([])).toThrow('nothing to pick from');
});
