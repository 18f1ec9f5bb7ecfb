import { type Category, depthOf, moveCategory, newCategory } from './category.ts';

const at = (levels: number, prefix = 'c'): Category => ({
  id: `${prefix}${levels}`,
  slug: 's',
  name: 'n',
  parentId: levels === 1 ? null : `${prefix}${levels - 1}`,
  ancestorIds: Array.from({ length: levels }, (_, i) => `${prefix}${i + 1}`),
  status: 'ACTIVE',
  version: 1,
});
const category = { id: 'new', slug: 'new', name: 'New' };

test('a category at the top', () => {
  expect(newCategory(null, 0, category)).toEqual({
    kind: 'placed',
    category: { ...category, parentId: null, ancestorIds: ['new'], status: 'ACTIVE', version: 1 },
  });
});

test('a category below another', () => {
  const made = newCategory(at(5), 199, category);
  expect(made).toEqual({
    kind: 'placed',
    category: {
      ...category,
      parentId: 'c5',
      ancestorIds: ['c1', 'c2', 'c3', 'c4', 'c5', 'new'],
      status: 'ACTIVE',
      version: 1,
    },
  });
  expect(made.kind === 'placed' && depthOf(made.category)).toBe(5);
});

test('not on a seventh level, not as the 201st', () => {
  expect(newCategory(at(6), 0, category)).toEqual({
    kind: 'refused',
    reason: 'must not be deeper than 6 levels',
  });
  expect(newCategory(at(1), 200, category)).toEqual({
    kind: 'refused',
    reason: 'must not have more than 200 categories',
  });
});

describe('a move', () => {
  const subtree = [at(3), at(4), at(5)];

  test('takes the category below another parent, or to the top', () => {
    expect(moveCategory(at(3), subtree, at(2, 'd'), 0)).toMatchObject({
      kind: 'placed',
      category: { id: 'c3', parentId: 'd2', ancestorIds: ['d1', 'd2', 'c3'], version: 2 },
    });
    expect(moveCategory(at(3), subtree, null, 0)).toMatchObject({
      kind: 'placed',
      category: { id: 'c3', parentId: null, ancestorIds: ['c3'] },
    });
  });

  test('never makes a cycle', () => {
    const reason = 'must not be the category itself or one below it';
    expect(moveCategory(at(3), subtree, at(3), 0)).toEqual({ kind: 'refused', reason });
    expect(moveCategory(at(3), subtree, at(5), 0)).toEqual({ kind: 'refused', reason });
  });

  test('counts the levels that go along', () => {
    expect(moveCategory(at(3), subtree, at(3, 'd'), 0).kind).toBe('placed');
    expect(moveCategory(at(3), subtree, at(4, 'd'), 0)).toEqual({
      kind: 'refused',
      reason: 'must not be deeper than 6 levels',
    });
  });

  test('is bounded', () => {
    expect(moveCategory(at(3), subtree, at(1, 'd'), 200)).toMatchObject({ kind: 'refused' });
    const many = Array.from({ length: 1_001 }, () => at(3));
    expect(moveCategory(at(3), many, null, 0)).toMatchObject({ kind: 'refused' });
  });
});
