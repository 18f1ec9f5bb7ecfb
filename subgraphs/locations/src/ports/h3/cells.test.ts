import { areaHolds, type Area, type Position, type Ring } from '../../domain/polygon.ts';
import { zoneCellOf, zoneCellsOf } from './cells.ts';

/** Numbers of 0–1 that are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** A star of `corners` around a centre: bays and tips, as zones have them. */
function star([longitude, latitude]: Position, degrees: number, corners: number, next: () => number): Ring {
  const ring = Array.from({ length: corners }, (_, i): Position => {
    const angle = (i / corners) * 2 * Math.PI;
    const radius = degrees * (0.4 + 0.6 * next());
    return [
      longitude + (radius * Math.cos(angle)) / Math.cos((latitude * Math.PI) / 180),
      latitude + radius * Math.sin(angle),
    ];
  });
  return [...ring, ring[0] ?? [0, 0]];
}

test.each([
  ['Berlin', [13.4, 52.5]],
  ['Quito', [-78.5, 0.01]],
  ['Tromsø', [18.9, 69.6]],
  ['Ushuaia', [-68.3, -54.8]],
] as const)('in %s cells and polygon find exactly what the polygon holds', (_, centre) => {
  const next = numbers(1);
  const outer = star(centre, 0.05, 40, next);
  const area: Area = [[outer, star(centre, 0.015, 12, next)]];
  const cells = new Map(zoneCellsOf(area).map(({ cell, isInside }) => [cell, isInside]));
  expect([...cells.values()].filter(Boolean).length).toBeGreaterThan(10);
  const stretch = 1 / Math.cos((centre[1] * Math.PI) / 180);
  let held = 0;
  for (let i = 0; i < 5_000; i += 1) {
    const point = {
      longitude: centre[0] + (next() - 0.5) * 0.14 * stretch,
      latitude: centre[1] + (next() - 0.5) * 0.14,
    };
    const isInside = cells.get(zoneCellOf(point));
    const expected = areaHolds(area, point);
    if (expected) held += 1;
    if ((isInside === true || (isInside === false && areaHolds(area, point))) !== expected) {
      throw new Error(`${JSON.stringify(point)}: ${isInside} of its cell, ${expected} of the polygon`);
    }
  }
  expect(held).toBeGreaterThan(500);
});

test('a zone smaller than a cell is found', () => {
  const next = numbers(2);
  const area: Area = [[star([13.4, 52.5], 0.0005, 8, next)]];
  const cells = zoneCellsOf(area);
  expect(cells.map(({ cell }) => cell)).toContain(zoneCellOf({ longitude: 13.4, latitude: 52.5 }));
  expect(cells.every(({ isInside }) => !isInside)).toBe(true);
});
