import { packagingOf } from './product.ts';

test.each([
  [500, 'GRAM', '500 g'],
  [1.5, 'LITER', '1.5 l'],
  [1, 'KILOGRAM', '1 kg'],
  [330, 'MILLILITER', '330 ml'],
  [1, 'PIECE', '1 piece'],
  [6, 'PIECE', '6 pieces'],
] as const)('%d %s is packed as %s', (size, unit, packaging) => {
  expect(packagingOf(size, unit)).toBe(packaging);
});
