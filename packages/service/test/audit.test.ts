import { changesBetween } from '../src/audit.ts';

const milk = { name: 'Milk', price: 119, brand: null as string | null, tags: ['chilled'] };
const fields = ['name', 'price', 'brand', 'tags'] as const;

test('lists what differs, as JSON', () => {
  const after = { ...milk, price: 129, brand: 'Almwiese', tags: ['chilled'] };
  expect(changesBetween(milk, after, fields)).toEqual([
    { field: 'price', before: '119', after: '129' },
    { field: 'brand', before: null, after: '"Almwiese"' },
  ]);
});

test('lists what a new object has', () => {
  expect(changesBetween(null, milk, fields)).toEqual([
    { field: 'name', before: null, after: '"Milk"' },
    { field: 'price', before: null, after: '119' },
    { field: 'tags', before: null, after: '["chilled"]' },
  ]);
});

test('lists nothing when nothing differs', () => {
  expect(changesBetween(milk, { ...milk, tags: ['chilled'] }, fields)).toEqual([]);
});
