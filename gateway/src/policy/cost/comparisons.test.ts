import { getOperationAST, parse } from 'graphql';
import { exceededComparisons } from './comparisons.ts';

const exceeded = (text: string, comparisons: number, fragments = 10) => {
  const document = parse(text);
  const operation = getOperationAST(document, 'Q');
  if (!operation) throw new Error('no operation');
  return exceededComparisons(document, operation, { comparisons, fragments });
};

test.each([
  ['query Q { a b c }', 0],
  ['query Q { a a a }', 3],
  ['query Q { a: x a: y b }', 1],
  ['query Q { a { x } b { x } }', 0],
  ['query Q { a { x } a { x } }', 2],
  ['query Q { a { x x } a { x x } }', 7],
  ['query Q { ...F ...F a } fragment F on T { a }', 3],
  ['query Q { ... { a } ... on T { a } }', 1],
  ['query Q { ...A } fragment A on T { a ...B } fragment B on T { a ...A }', 1],
])('%s compares %i pairs', (text, pairs) => {
  expect(exceeded(text, pairs)).toBeUndefined();
  if (pairs > 0) expect(exceeded(text, pairs - 1)).toBe('comparisons');
});

test('fragments are counted', () => {
  const text = 'query Q { ...A ...B } fragment A on T { a } fragment B on T { b }';
  expect([exceeded(text, 0, 2), exceeded(text, 0, 1)]).toEqual([undefined, 'fragments']);
});
