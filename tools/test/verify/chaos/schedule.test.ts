import type { FaultKind } from '../../../src/verify/chaos/faults.ts';
import { FAULT_KINDS } from '../../../src/verify/chaos/faults.ts';
import { scheduleOf } from '../../../src/verify/chaos/schedule.ts';

const links = ['orders → postgres', 'all → kafka'];
const plan = (seed: number, kinds: readonly FaultKind[] = FAULT_KINDS, durationMs = 120_000) =>
  scheduleOf({ seed, durationMs, kinds, links });

test('the same seed is the same schedule, another seed another', () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(7)).not.toEqual(plan(8));
});

test('only the faults that were asked for come, each on a target of its kind', () => {
  const planned = plan(3, ['cut', 'flush']);
  expect(new Set(planned.map(({ kind }) => kind))).toEqual(new Set(['cut', 'flush']));
  for (const { kind, target } of planned) expect(kind === 'cut' ? links : ['redis']).toContain(target);
});

test('all faults end with the run, and nothing is hit again before it could recover', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const planned = plan(seed);
    const free = new Map<string, number>();
    for (const { kind, target, atMs, forMs } of planned) {
      expect(atMs + forMs).toBeLessThanOrEqual(120_000);
      const place = `${links.includes(target) ? 'link' : 'process'} ${target}`;
      if (kind !== 'resend' && kind !== 'poison') expect(atMs).toBeGreaterThanOrEqual(free.get(place) ?? 0);
      free.set(place, atMs + forMs);
    }
    expect(planned.length).toBeGreaterThan(20);
  }
});

test('two faults last at the same time now and then', () => {
  const planned = plan(1);
  const overlap = planned.filter(({ atMs }, index) =>
    planned.slice(0, index).some((before) => before.atMs + before.forMs > atMs),
  );
  expect(overlap.length).toBeGreaterThan(0);
});
