import type { Figures } from './bystander.ts';
import type { Round } from './rounds.ts';
import { verdictOn } from './rounds.ts';

const figures = (p95: number, more: Partial<Figures> = {}): Figures => ({
  count: 40,
  failed: 0,
  p50: p95 / 2,
  p95,
  ...more,
});
const round = (before: number, during: number, after: number): Round => ({
  before: figures(before),
  during: figures(during),
  after: figures(after),
});

test.each([
  ['as fast as ever', [round(20, 21, 20)], undefined],
  ['twice as slow', [round(20, 40, 20), round(20, 40, 20), round(20, 41, 20)], undefined],
  ['more than twice as slow', [round(20, 45, 20), round(20, 45, 20), round(20, 20, 20)], 'too slow'],
  ['slow once, as a busy machine is', [round(20, 300, 20), round(20, 20, 20), round(20, 20, 20)], undefined],
  ['slow, and so it was before or afterwards', [round(30, 90, 200), round(200, 90, 30)], undefined],
  ['below what a scheduler does', [round(5, 24, 5)], undefined],
] as const)('%s', (_, rounds, failure) => {
  expect(verdictOn(rounds).failure).toBe(failure);
});

test('a bystander who is not served once is no noise', () => {
  const refused = { ...round(20, 20, 20), during: figures(20, { failed: 1 }) };
  expect(verdictOn([round(20, 20, 20), refused, round(20, 20, 20)])).toEqual({
    failure: 'the bystander was not served 1 of 120 times',
    detail: 'bystander p95 20 → 20 ms, 1.0× (median of 3, at most 1.0×, 120 requests)',
  });
});

test('too few requests are no figure', () => {
  const idle = figures(20, { count: 3 });
  expect(verdictOn([{ before: idle, during: figures(20), after: idle }]).failure).toBe(
    'the machine is too busy to measure',
  );
});
