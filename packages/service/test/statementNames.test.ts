import { statementNames } from '../src/sql/statementNames.ts';

test('a statement keeps its name; other statements get others', () => {
  const name = statementNames();
  const first = name({ sql: 'SELECT 1' });
  expect(first).toMatch(/^s[0-9a-f]{20}$/);
  expect(name({ sql: 'SELECT 1' })).toBe(first);
  expect(name({ sql: 'SELECT 2' })).not.toBe(first);
});

test.each([
  'SELECT * FROM t WHERE id IN ($1,$2)',
  'SELECT * FROM t WHERE id IN ($1, $2, $3)',
  'INSERT INTO t (a, b) VALUES ($1,$2), ($3,$4)',
])('lists of varying length stay unnamed: %s', (sql) => {
  expect(statementNames()({ sql })).toBe('');
});

test.each([
  'SELECT * FROM t WHERE id IN ($1)',
  'SELECT * FROM t WHERE id = ANY($1)',
  'INSERT INTO t (a, b) VALUES ($1,$2)',
])('of fixed length: %s', (sql) => {
  expect(statementNames()({ sql })).not.toBe('');
});

test('the number of names is bounded; known ones keep theirs', () => {
  const name = statementNames(2);
  const [first, second] = [name({ sql: 'a' }), name({ sql: 'b' })];
  expect(name({ sql: 'c' })).toBe('');
  expect([name({ sql: 'a' }), name({ sql: 'b' })]).toEqual([first, second]);
});
