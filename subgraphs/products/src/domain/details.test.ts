import { contradictionOf, kilocaloriesOf, noDetails, unitPriceOf } from './details.ts';

test.each([
  [{ price: 119, deposit: null, size: 1, unit: 'LITER' }, 119, 'LITER'],
  [{ price: 199, deposit: null, size: 250, unit: 'GRAM' }, 796, 'KILOGRAM'],
  [{ price: 100, deposit: null, size: 3, unit: 'PIECE' }, 33, 'PIECE'],
  // Half a unit is rounded up.
  [{ price: 1, deposit: null, size: 2, unit: 'KILOGRAM' }, 1, 'KILOGRAM'],
  // 1.04 without the deposit for 0.33 l.
  [{ price: 129, deposit: 25, size: 330, unit: 'MILLILITER' }, 315, 'LITER'],
  [{ price: 1_000_000_000, deposit: null, size: 0.001, unit: 'GRAM' }, 1_000_000_000_000_000, 'KILOGRAM'],
] as const)('%j costs %d per %s', (product, amount, unit) => {
  expect(unitPriceOf(product)).toEqual({ amount, unit });
});

test('energy is given in kilocalories, too', () => {
  const none = { fat: 0, saturatedFat: 0, carbohydrates: 0, sugars: 0, fiber: null, protein: 0, salt: 0 };
  expect(kilocaloriesOf({ ...none, energyKilojoules: 268 })).toBe(64);
});

test.each([
  [{ deposit: 24 }, null],
  [{ deposit: 25 }, 'deposit'],
  [{ minPerOrder: 2, maxPerOrder: 2 }, null],
  [{ minPerOrder: 3, maxPerOrder: 2 }, 'maxPerOrder'],
])('%j contradicts the rule of %s', (details, field) => {
  expect(contradictionOf({ price: 25, ...noDetails, ...details })?.field ?? null).toBe(field);
});
