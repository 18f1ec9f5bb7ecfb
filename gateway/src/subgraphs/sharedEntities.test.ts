import { eventually } from '@nakku/testkit';
import { createSharedEntities, entityKeys, publicMaxAgeMs } from './sharedEntities.ts';

const rules = { characters: 1_000, maxMs: 60_000 };
const book = { __typename: 'Book', name: 'Emil', author: { born: 1899 } };

test('a response is for anybody for as long as it says, if it says that it is public', () => {
  expect(
    [
      'max-age=5, public',
      'public,max-age=60',
      'Public, Max-Age=1',
      'max-age=5',
      'public',
      'max-age=0, public',
      'max-age=5, private',
      'no-store',
      'public, max-age=5, no-cache',
      '',
      undefined,
    ].map(publicMaxAgeMs),
  ).toEqual([5_000, 60_000, 1_000, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('all that was kept is given, as copies', () => {
  const shared = createSharedEntities('books', rules);
  shared.keep(['a', 'b'], [book, { name: 'Momo' }], 5_000);
  const [first] = shared.all(['a', 'b', 'a']) ?? [];
  Object.assign(first?.author ?? {}, { born: 0 });
  expect(shared.all(['a', 'b', 'a'])).toEqual([book, { name: 'Momo' }, book]);
});

test('where one is missing there are none, and what was not found is not kept', () => {
  const shared = createSharedEntities('books', rules);
  shared.keep(['a', 'b'], [book, null], 5_000);
  expect(shared.all(['a', 'b'])).toBeUndefined();
  expect(shared.all(['a'])).toEqual([book]);
});

test('it is kept for its time, which the gateway bounds', async () => {
  const shared = createSharedEntities('books', { ...rules, maxMs: 400 });
  shared.keep(['a'], [book], 5_000);
  expect(shared.all(['a'])).toEqual([book]);
  await eventually(() => expect(shared.all(['a'])).toBeUndefined());
});

test('the oldest go when there are too many characters; none are kept where there is no room', () => {
  const text = JSON.stringify(book).length + 1;
  const shared = createSharedEntities('books', { ...rules, characters: 2 * text });
  for (const key of ['a', 'b', 'c']) shared.keep([key], [book], 5_000);
  expect(['a', 'b', 'c'].map((key) => shared.all([key]))).toEqual([undefined, [book], [book]]);
  const none = createSharedEntities('books', { ...rules, characters: 0 });
  none.keep(['a'], [book], 5_000);
  expect(none.all(['a'])).toBeUndefined();
});

test('the key of an entity is of the text, the variables and the representation', () => {
  const key = entityKeys('query One');
  const same = key({ max: 1 }, '{"__typename":"Book","id":"1"}');
  expect(entityKeys('query One')({ max: 1 }, '{"__typename":"Book","id":"1"}')).toBe(same);
  const others = [
    entityKeys('query Other')({ max: 1 }, '{"__typename":"Book","id":"1"}'),
    key({ max: 2 }, '{"__typename":"Book","id":"1"}'),
    key({ max: 1 }, '{"__typename":"Book","id":"2"}'),
  ];
  expect(new Set([same, ...others]).size).toBe(4);
});
