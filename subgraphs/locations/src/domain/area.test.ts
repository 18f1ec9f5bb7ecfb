import fc from 'fast-check';
import { geoJsonOf, parseArea } from './area.ts';

const polygon = (...coordinates: unknown[]) => JSON.stringify({ type: 'Polygon', coordinates });
const square = (west = 13, south = 52, size = 0.1) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const circle = (positions: number) => {
  const ring = Array.from({ length: positions - 1 }, (_, i) => [
    13 + 0.1 * Math.cos((i / positions) * 2 * Math.PI),
    52 + 0.1 * Math.sin((i / positions) * 2 * Math.PI),
  ]);
  return [...ring, ring[0]];
};

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a number', '1'],
  ['a point', '{"type":"Point","coordinates":[13,52]}'],
  ['a polygon without coordinates', '{"type":"Polygon"}'],
  ['coordinates that are no list', '{"type":"Polygon","coordinates":{"length":1}}'],
  ['rings that are no lists', '{"type":"Polygon","coordinates":[1]}'],
  ['two features', JSON.stringify({ type: 'FeatureCollection', features: [{}, {}] })],
  ['lists in lists in lists', '['.repeat(90_000) + ']'.repeat(90_000)],
  ['a prototype', '{"__proto__":{"type":"Polygon","coordinates":[[[0,0]]]}}'],
])('%s is no area', (_, text) => {
  expect(parseArea(text)).toEqual({ problem: 'NOT_GEOJSON' });
});

test.each([
  ['no polygon', JSON.stringify({ type: 'MultiPolygon', coordinates: [] }), 'NO_POLYGON'],
  ['no ring', polygon(), 'NO_POLYGON'],
  ['a latitude of 91', polygon([[13, 91], ...square()]), 'BAD_POSITION'],
  ['a longitude of 181', polygon([[181, 52], ...square()]), 'BAD_POSITION'],
  ['text for numbers', polygon([['13', '52'], ...square()]), 'BAD_POSITION'],
  ['infinity', polygon([]).replace('[]', '[[1e999,52],[1,2],[3,4],[1e999,52]]'), 'BAD_POSITION'],
  ['one number', polygon([[13], ...square()]), 'BAD_POSITION'],
  ['three positions', polygon(square().slice(2)), 'TOO_FEW_POSITIONS'],
  ['an open ring', polygon(square().slice(0, 4)), 'NOT_CLOSED'],
  ['the antimeridian', polygon(square(179.95, 10)), 'BAD_POSITION'],
  ['what is near the antimeridian', polygon(square(179.5, 10)), 'NEAR_ANTIMERIDIAN_OR_POLE'],
  [
    'two sides of the antimeridian',
    JSON.stringify({ type: 'MultiPolygon', coordinates: [[square(179.9, 10)], [square(-180, 10)]] }),
    'NEAR_ANTIMERIDIAN_OR_POLE',
  ],
  [
    'what goes around the world',
    polygon([
      [-178, 10],
      [178, 10],
      [178, 10.1],
      [-178, 10.1],
      [-178, 10],
    ]),
    'TOO_LARGE',
  ],
  ['the north pole', polygon(square(13, 89.8)), 'NEAR_ANTIMERIDIAN_OR_POLE'],
  ['the south pole', polygon(square(13, -89.9)), 'NEAR_ANTIMERIDIAN_OR_POLE'],
  ['a country', polygon(square(13, 50, 3)), 'TOO_LARGE'],
  [
    'two far polygons',
    JSON.stringify({ type: 'MultiPolygon', coordinates: [[square()], [square(13, 60)]] }),
    'TOO_LARGE',
  ],
  [
    'a bow tie',
    polygon([
      [13, 52],
      [13.1, 52.1],
      [13.1, 52],
      [13, 52.1],
      [13, 52],
    ]),
    'CROSSES_ITSELF',
  ],
  [
    'a ring that turns back',
    polygon([
      [13, 52],
      [13.1, 52],
      [13.05, 52],
      [13, 52.1],
      [13, 52],
    ]),
    'CROSSES_ITSELF',
  ],
  [
    'a position twice',
    polygon([
      [13, 52],
      [13, 52],
      [13.1, 52],
      [13, 52.1],
      [13, 52],
    ]),
    'CROSSES_ITSELF',
  ],
  [
    'a line',
    polygon([
      [13, 52],
      [13.1, 52],
      [13.2, 52],
      [13, 52],
    ]),
    'CROSSES_ITSELF',
  ],
  ['a hole that touches', polygon(square(), square(13, 52.02, 0.02)), 'CROSSES_ITSELF'],
  ['a hole that crosses', polygon(square(), square(13.05, 52.05, 0.1)), 'CROSSES_ITSELF'],
  ['a hole outside', polygon(square(), square(13.2, 52, 0.05)), 'HOLE_OUTSIDE'],
  ['1,001 positions', polygon(circle(1_001)), 'TOO_MANY_POSITIONS'],
  ['a long text', ' '.repeat(200_001), 'TOO_MANY_POSITIONS'],
])('%s is refused', (_, text, problem) => {
  expect(parseArea(text)).toEqual({ problem });
});

test('a polygon, a feature and a collection of one are the same area', () => {
  const geometry = { type: 'Polygon', coordinates: [square(), square(13.02, 52.02, 0.02)] };
  const area = [geometry.coordinates];
  const feature = { type: 'Feature', properties: { name: 'Mitte' }, geometry };
  for (const value of [geometry, feature, { type: 'FeatureCollection', features: [feature] }]) {
    expect(parseArea(JSON.stringify(value))).toEqual({ area });
  }
  expect(parseArea(geoJsonOf([[square().map(([a, b]) => [a ?? 0, b ?? 0] as const)]]))).toEqual({
    area: [[square()]],
  });
});

test('heights are left out, 1,000 positions are fine', () => {
  expect(parseArea(polygon(square().map((position) => [...position, 34])))).toEqual({ area: [[square()]] });
  expect(parseArea(polygon(circle(1_000)))).toHaveProperty('area');
});

test('any JSON is an area or refused', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(Object.keys(parseArea(text))).toHaveLength(1);
    }),
  );
});
