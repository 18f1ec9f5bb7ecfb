import { atPlaces } from './errorPlaces.ts';

const data = {
  shelf: { rows: [{ book: { id: 1 } }, { book: null }, null, { book: { id: 2 } }] },
  none: null,
  empty: [],
};

test.each([
  ['a place stays', ['shelf', 'rows', 0, 'book'], [['shelf', 'rows', 0, 'book']]],
  [
    'a whole fetch: every object that is there, and the nulls on the way',
    ['shelf', 'rows', '@', 'book'],
    [
      ['shelf', 'rows', 0, 'book'],
      ['shelf', 'rows', 1, 'book'],
      ['shelf', 'rows', 3, 'book'],
    ],
  ],
  ['nothing is there', ['none', '@', 'book'], [['none']]],
  ['an empty list', ['empty', '@'], [['empty']]],
  ['what only the request had', ['shelf', '_entities'], [['shelf']]],
  ['nothing is left', ['_entities'], [undefined]],
  ['an empty path', [], [undefined]],
  ['none', undefined, [undefined]],
])('%s', (_, path, places) => {
  const errors = atPlaces([{ message: 'm', ...(path ? { path } : {}) }], () => data);
  expect(errors.map((error) => error.path)).toEqual(places);
});
