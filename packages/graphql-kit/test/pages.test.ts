import { z } from 'zod';
import { connection, encodeKey, pageOf } from '../src/index.ts';

const key = z.tuple([z.string(), z.number()]);
const keyOf = (row: { name: string; id: number }): [string, number] => [row.name, row.id];
const rows = [
  { name: 'a', id: 1 },
  { name: 'b', id: 2 },
  { name: 'c', id: 3 },
];

describe('pageOf', () => {
  test('reads forwards from a cursor', () => {
    expect(pageOf({ first: 2, after: encodeKey(['a', 1]) }, key)).toEqual({
      limit: 2,
      backward: false,
      cursor: ['a', 1],
    });
  });

  test('reads backwards from the end', () => {
    expect(pageOf({ last: 100 }, key)).toEqual({ limit: 100, backward: true, cursor: null });
  });

  test.each([
    [{}, 'Exactly one of `first` and `last` is required.'],
    [{ first: 1, last: 1 }, 'Exactly one of `first` and `last` is required.'],
    [{ first: 0 }, '`first` must be 1–100, not 0.'],
    [{ first: 101 }, '`first` must be 1–100, not 101.'],
    [{ last: -1 }, '`last` must be 1–100, not -1.'],
    [{ first: 1, before: 'x' }, '`first` goes with `after`.'],
    [{ last: 1, after: 'x' }, '`last` goes with `before`.'],
    [{ first: 1, after: 'no cursor' }, '`after` is no cursor of this list.'],
    [{ first: 1, after: encodeKey(['a']) }, '`after` is no cursor of this list.'],
  ])('refuses %j', (args, message) => {
    expect(() => pageOf(args, key)).toThrow(message);
  });
});

describe('connection', () => {
  test('a surplus row tells of a next page and is not shown', () => {
    const page = connection(rows, pageOf({ first: 2 }, key), keyOf);
    expect(page.edges.map((edge) => edge.node.id)).toEqual([1, 2]);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: encodeKey(['a', 1]),
      endCursor: encodeKey(['b', 2]),
    });
  });

  test('a backward page is turned round', () => {
    const page = connection([...rows].reverse(), pageOf({ last: 2 }, key), keyOf);
    expect(page.edges.map((edge) => edge.node.id)).toEqual([2, 3]);
    expect(page.pageInfo.hasPreviousPage).toBe(true);
    expect(page.pageInfo.hasNextPage).toBe(false);
  });

  test('an empty page has no cursors', () => {
    expect(connection([], pageOf({ first: 1 }, key), keyOf)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });
});
