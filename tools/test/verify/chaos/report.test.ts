import type { ChaosReport } from '../../../src/verify/chaos/report.ts';
import { describeChaos, figuresOf, shortfallsOf, summaryOf } from '../../../src/verify/chaos/report.ts';

const statuses = ['DELIVERED', 'DELIVERED', 'CANCELLED', 'RETURNED'] as const;
const report: ChaosReport = {
  seed: 7,
  minutes: 2,
  faults: ['kill'],
  folder: 'somewhere',
  injected: [],
  shopped: [
    { acknowledged: statuses.map((_, index) => `order-${index}`), watched: [], troubles: [], waiting: [] },
  ],
  terminalAfterMs: 1_500,
  results: [],
  unsettled: [],
  statusOf: new Map(statuses.map((status, index) => [`order-${index}`, status])),
};

test('a run counts what was acknowledged, delivered and compensated', () => {
  expect(figuresOf(report)).toEqual({
    acknowledged: 4,
    delivered: 2,
    compensated: 2,
    faults: 0,
    violations: 0,
  });
  expect(describeChaos(report)).toMatch(/compensated +2 \(50 %\)/);
  expect(summaryOf(report)).toContain('4 acknowledged, 2 delivered, 2 compensated');
});

test.each([
  [{ atLeast: 4, compensatedPercent: 50 }, []],
  [{ atLeast: 5, compensatedPercent: 0 }, ['fewer than 5 acknowledged']],
  [{ atLeast: 0, compensatedPercent: 51 }, ['less than 51 % compensated']],
  [{ atLeast: 5, compensatedPercent: 51 }, ['fewer than 5 acknowledged', 'less than 51 % compensated']],
])('of %o it lacks %j', (requested, lacks) => {
  expect(shortfallsOf(report, requested)).toEqual(lacks);
});

test('a run without orders has compensated nothing', () => {
  const empty = { ...report, shopped: [], statusOf: new Map() };
  expect(shortfallsOf(empty, { atLeast: 0, compensatedPercent: 25 })).toEqual(['less than 25 % compensated']);
});
