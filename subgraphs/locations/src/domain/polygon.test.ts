import fc from 'fast-check';
import { areaHolds, polygonHolds, type Position, type Ring } from './polygon.ts';

const square = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const at = (longitude: number, latitude: number) => ({ longitude, latitude });

test.each([
  [13.5, 52.5, true],
  [13, 52.5, true],
  [13.5, 52, true],
  [13, 52, true],
  [14, 52.5, false],
  [13.5, 53, false],
  [14, 53, false],
  [13, 53, false],
  [14, 52, false],
  [12.99, 52.5, false],
])(
  '%f, %f is held: %s, because western and southern borders belong to it',
  (longitude, latitude, expected) => {
    expect(areaHolds([[square(13, 52, 1)]], at(longitude, latitude))).toBe(expected);
  },
);

test('a hole belongs to nobody, its eastern and northern borders to the area', () => {
  const area = [[square(13, 52, 1), square(13.25, 52.25, 0.5)]];
  expect(areaHolds(area, at(13.5, 52.5))).toBe(false);
  expect(areaHolds(area, at(13.25, 52.5))).toBe(false);
  expect(areaHolds(area, at(13.75, 52.5))).toBe(true);
  expect(areaHolds(area, at(13.5, 52.75))).toBe(true);
  // An island in the hole.
  expect(areaHolds([...area, [square(13.45, 52.45, 0.1)]], at(13.5, 52.5))).toBe(true);
});

test('rings may run either way', () => {
  const ring = square(13, 52, 1);
  expect(polygonHolds([[...ring].reverse()], [13.5, 52.5])).toBe(true);
});

test('of two areas that share a border, exactly one holds each point', () => {
  const degrees = fc.double({ min: -1, max: 1, noNaN: true, noDefaultInfinity: true });
  const position = fc.tuple(degrees, degrees);
  const border = fc.array(position, { minLength: 2, maxLength: 8 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(border, share, fc.nat(6), (zigzag, part, which) => {
      // A border from south to north divides the square; its own positions and points along it are tried.
      const [first, ...others] = [...zigzag].sort((one, other) => one[1] - other[1]);
      const path: Position[] = [[first?.[0] ?? 0, -2], ...(first ? [first] : []), ...others, [0.5, 2]];
      const west: Ring = [[-3, -2], ...path, [-3, 2], [-3, -2]];
      const east: Ring = [[3, 2], ...[...path].reverse(), [3, -2], [3, 2]];
      const from = path[which % (path.length - 1)] ?? [0, 0];
      const to = path[(which % (path.length - 1)) + 1] ?? [0, 0];
      const on: Position = [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
      const tried = [...path.slice(0, -1), on].filter(([, latitude]) => latitude >= -2 && latitude < 2);
      for (const point of tried) {
        expect([polygonHolds([west], point), polygonHolds([east], point)].filter(Boolean)).toHaveLength(1);
      }
    }),
    { numRuns: 500 },
  );
});
