import { type Category, depthOf, shelfBelow } from './category.ts';

const at = (levels: number): Category => ({
  id: `c${levels}`,
  slug: 's',
  name: 'n',
  parentId: levels === 1 ? null : `c${levels - 1}`,
  ancestorIds: Array.from({ length: levels }, (_, i) => `c${i + 1}`),
  version: 1,
});
const shelf = { id: 'new', slug: 'new', name: 'New' };

test('a shelf at the top', () => {
  expect(shelfBelow(null, 0, shelf)).toEqual({
    category: { ...shelf, parentId: null, ancestorIds: ['new'], version: 1 },
  });
});

test('a shelf below another', () => {
  const made = shelfBelow(at(5), 199, shelf);
  expect(made).toEqual({
    category: { ...shelf, parentId: 'c5', ancestorIds: ['c1', 'c2', 'c3', 'c4', 'c5', 'new'], version: 1 },
  });
  expect('category' in made && depthOf(made.category)).toBe(5);
});

test('not on a seventh level, not as the 201st', () => {
  expect(shelfBelow(at(6), 0, shelf)).toEqual({ refused: 'must not be deeper than 6 levels' });
  expect(shelfBelow(at(1), 200, shelf)).toEqual({ refused: 'must not have more than 200 shelves' });
});
