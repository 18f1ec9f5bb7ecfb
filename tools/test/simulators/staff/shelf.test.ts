import { randomUUID } from 'node:crypto';
import { fullShelf, shelfOf } from '../../../src/simulators/staff/shelf.ts';

const lines = Array.from({ length: 2_000 }, () => ({ id: randomUUID(), quantity: 3 }));

test('the same seed and line lack the same pieces', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => shelfOf({ shortPercent: 50, seed }));
  const missing = lines.map((line) => first?.missingOf(line));
  expect(lines.map((line) => again?.missingOf(line))).toEqual(missing);
  expect(lines.map((line) => other?.missingOf(line))).not.toEqual(missing);
});

test('as many lines as asked for lack at least one piece, and none more than it has', () => {
  const shelf = shelfOf({ shortPercent: 10, seed: 7 });
  const missing = lines.map((line) => shelf.missingOf(line));
  const short = missing.filter((pieces) => pieces > 0);
  expect(short.length).toBeGreaterThan(140);
  expect(short.length).toBeLessThan(260);
  expect([...new Set(missing)].sort()).toEqual([0, 1, 2, 3]);
});

test('a full shelf lacks nothing', () => {
  expect(lines.every((line) => fullShelf.missingOf(line) === 0)).toBe(true);
  expect(lines.every((line) => shelfOf({ shortPercent: 0, seed: 1 }).missingOf(line) === 0)).toBe(true);
});
