import { HeldRuns } from '../src/consumer/heldRuns.ts';
import type { SkippedRun } from '../src/consumer/plan.ts';

const run = (key: string, from: number, to: number): SkippedRun => ({ key, from, to, events: [] });
const spans = (held: HeldRuns): Record<string, string[]> =>
  Object.fromEntries(
    [...held.takeAll()].map(([topic, runs]) => [
      topic,
      runs.map(({ key, from, to }) => `${key} ${from}-${to}`),
    ]),
  );

describe('held runs', () => {
  test('a run that a batch works with is still written if the batch is not done', () => {
    const held = new HeldRuns();
    held.replace('orders', new Map(), [run('a', 1, 2), run('b', 4, 4)]);
    expect([...held.of('orders', ['a', 'c']).keys()]).toEqual(['a']);
    expect(held.of('payments', ['a']).size).toBe(0);
    expect(spans(held)).toEqual({ orders: ['a 1-2', 'b 4-4'] });
    expect(spans(held)).toEqual({});
  });

  test('a batch that is done leaves what it has not taken along', () => {
    const held = new HeldRuns();
    held.replace('orders', new Map(), [run('a', 1, 2), run('b', 4, 4)]);
    held.replace('orders', held.of('orders', ['a', 'b']), [run('b', 4, 5)]);
    expect(spans(held)).toEqual({ orders: ['b 4-5'] });
  });

  test('what could not be written comes back, unless there is something newer of its key', () => {
    const held = new HeldRuns();
    held.replace('orders', new Map(), [run('a', 1, 2), run('b', 4, 4)]);
    const before = held.of('orders', ['b']);
    const taken = held.takeAll();
    held.replace('orders', before, [run('b', 4, 5)]);
    held.restore('orders', taken.get('orders') ?? []);
    expect(spans(held)).toEqual({ orders: ['b 4-5', 'a 1-2'] });
  });
});
