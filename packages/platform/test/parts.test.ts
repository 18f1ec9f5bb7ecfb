import { canonicalJson } from '../src/idempotency/canonicalJson.ts';
import { laneOf } from '../src/outbox/rows.ts';
import { createSignal } from '../src/signal.ts';
import { inOneStatement } from '../src/statement.ts';

test('equal values have one canonical text', () => {
  expect(canonicalJson({ b: [1, { d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[1,{"d":1}]}');
  expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
  expect(canonicalJson(undefined)).toBe('null');
});

test('keys spread over all lanes and keep theirs', () => {
  const lanes = Array.from({ length: 4_000 }, (_, i) => laneOf(`key-${i}`));
  for (const lane of [0, 1, 2, 3]) {
    expect(lanes.filter((other) => other === lane).length).toBeGreaterThan(900);
  }
  expect(['a', '0198c5f4-8a5e-7000-8000-000000000001', 'ü'].map(laneOf)).toEqual([0, 2, 3]);
});

test('parts become one statement with numbered parameters', () => {
  expect(inOneStatement([])).toBeUndefined();
  expect(inOneStatement([{ text: 'A $1', values: ['a'] }])).toEqual({ sql: 'A $1', values: ['a'] });
  const three = [
    { text: 'A $1', values: ['a'] },
    { text: 'B $2, $1, $10', values: ['b', 2] },
    { text: 'C $1', values: ['c'] },
  ];
  expect(inOneStatement(three)).toEqual({
    sql: 'WITH part0 AS (A $1), part1 AS (B $3, $2, $11) C $4',
    values: ['a', 'b', 2, 'c'],
  });
});

test('the part with a WITH clause is the outermost, and there is at most one', () => {
  const withClause = { text: '\n  WITH n AS (N $1) A $2', values: ['n', 'a'] };
  const simple = { text: 'B $1', values: ['b'] };
  expect(inOneStatement([withClause, simple])).toEqual({
    sql: 'WITH part0 AS (B $1), n AS (N $2) A $3',
    values: ['b', 'n', 'a'],
  });
  expect(() => inOneStatement([withClause, withClause])).toThrow('only one part');
});

test('a notification before the wait is not lost', async () => {
  const signal = createSignal();
  signal.notify();
  signal.notify();
  await signal.wait(60_000);
  const second = signal.wait(60_000);
  signal.notify();
  await second;
});
