import type { CatalogueProduct, Line } from './cart.ts';
import { addLines, restoreLines, mergeLines, removeLines, takeOrdered, updateLines } from './lines.ts';

const now = new Date('2026-03-01T12:00:00Z');
const product = (productId: string, more: Partial<CatalogueProduct> = {}): CatalogueProduct => ({
  productId,
  sku: productId,
  name: productId,
  packaging: '1 l',
  imageUrl: null,
  price: 100,
  currency: 'EUR',
  ageLimit: null,
  taxRate: 700,
  isSold: true,
  categoryId: null,
  minPerOrder: 1,
  maxPerOrder: null,
  storePrices: [],
  ...more,
});
const line = (productId: string, quantity: number, more: Partial<Line> = {}): Line => ({
  lineId: `line of ${productId}`,
  productId,
  quantity,
  note: null,
  ifUnavailable: 'MY_CHOICE',
  addedPrice: 100,
  addedAt: now,
  ...more,
});
const deps = {
  products: new Map(['milk', 'bread'].map((id) => [id, product(id)])).set(
    'gone',
    product('gone', { isSold: false }),
  ),
  newId: () => 'new',
  now,
  maxLines: 2,
};
const add = (productId: string, quantity: number) => ({
  productId,
  quantity,
  note: null,
  ifUnavailable: null,
});

describe('adding', () => {
  test('a new product becomes a line at its price of now', () => {
    expect(addLines([], [add('milk', 2)], deps)).toEqual({
      kind: 'changed',
      lines: [line('milk', 2, { lineId: 'new' })],
    });
  });

  test('a product that is there gets more and keeps its note, unless a new one comes', () => {
    const there = line('milk', 2, { note: 'cold', ifUnavailable: 'REFUND' });
    expect(addLines([there], [add('milk', 3)], deps)).toEqual({
      kind: 'changed',
      lines: [{ ...there, quantity: 5 }],
    });
    expect(
      addLines([there], [{ ...add('milk', 1), note: 'warm', ifUnavailable: 'BEST_MATCH' }], deps),
    ).toEqual({
      kind: 'changed',
      lines: [{ ...there, quantity: 3, note: 'warm', ifUnavailable: 'BEST_MATCH' }],
    });
  });

  test('a product that is there keeps the price it was first added at, so that its change stays visible', () => {
    const there = line('milk', 2, { addedPrice: 90 });
    expect(addLines([there], [add('milk', 1)], deps)).toEqual({
      kind: 'changed',
      lines: [{ ...there, quantity: 3 }],
    });
  });

  test('everything that is wrong is told at once', () => {
    expect(
      addLines(
        [line('milk', 99)],
        [add('milk', 1), add('gone', 1), add('nothing', 1), add('bread', 1)],
        deps,
      ),
    ).toEqual({
      kind: 'refused',
      refusals: [
        { kind: 'quantity_limit', index: 0, limit: 99 },
        { kind: 'unavailable', index: 1, productId: 'gone' },
        { kind: 'unavailable', index: 2, productId: 'nothing' },
      ],
    });
  });

  test('the fewest and most pieces of an order are kept', () => {
    const crate = product('crate', { minPerOrder: 6, maxPerOrder: 12 });
    const limited = { ...deps, products: new Map([['crate', crate]]) };
    const refused = (kind: string, limit: number) => ({
      kind: 'refused',
      refusals: [{ kind, index: 0, limit }],
    });
    expect(addLines([], [add('crate', 5)], limited)).toEqual(refused('quantity_minimum', 6));
    expect(addLines([], [add('crate', 13)], limited)).toEqual(refused('quantity_limit', 12));
    const six = line('crate', 6, { lineId: 'new' });
    expect(addLines([], [add('crate', 6)], limited)).toEqual({ kind: 'changed', lines: [six] });
    expect(addLines([six], [add('crate', 7)], limited)).toEqual(refused('quantity_limit', 12));
    const priced = [{ ...six, product: crate }];
    const update = (quantity: number) => updateLines(priced, [{ lineId: 'new', quantity }]);
    expect(update(5)).toEqual(refused('quantity_minimum', 6));
    expect(update(13)).toEqual(refused('quantity_limit', 12));
    expect(update(12)).toEqual({ kind: 'changed', lines: [{ ...priced[0], quantity: 12 }] });
    expect(update(0)).toEqual({ kind: 'changed', lines: [] });
    // The limits were changed since: other fields can still be.
    const note = updateLines(
      [{ ...priced[0], ...six, quantity: 1, product: crate }],
      [{ lineId: 'new', note: 'x' }],
    );
    expect(note).toMatchObject({ kind: 'changed', lines: [{ quantity: 1, note: 'x' }] });
  });

  test('a cart holds no more lines than it may', () => {
    const full = [line('a', 1), line('b', 1)];
    expect(addLines(full, [add('milk', 1)], deps)).toEqual({
      kind: 'refused',
      refusals: [{ kind: 'line_limit', limit: 2 }],
    });
  });
});

describe('changing', () => {
  test('only what is given changes, null takes a note away, 0 removes', () => {
    const lines = [line('milk', 2, { note: 'cold' }), line('bread', 1, { note: 'soft' })];
    expect(
      updateLines(lines, [
        { lineId: 'line of milk', quantity: 5 },
        { lineId: 'line of bread', note: null },
      ]),
    ).toEqual({ kind: 'changed', lines: [line('milk', 5, { note: 'cold' }), line('bread', 1)] });
    expect(updateLines(lines, [{ lineId: 'line of milk', quantity: 0 }])).toEqual({
      kind: 'changed',
      lines: [lines[1]],
    });
  });

  test('a line that is not there is refused, and nothing is removed', () => {
    expect(removeLines([line('milk', 2)], ['line of milk', 'other'])).toEqual({
      kind: 'refused',
      refusals: [{ kind: 'unknown_line', index: 1 }],
    });
  });
});

describe('merging', () => {
  test('quantities add up, capped at 99', () => {
    const result = mergeLines([line('milk', 98)], [line('milk', 5), line('bread', 1)], {
      newId: () => 'new',
      maxLines: 2,
    });
    expect(result).toEqual({
      kind: 'merged',
      merged: {
        lines: [line('milk', 99), line('bread', 1, { lineId: 'new' })],
        cappedLineIds: ['line of milk'],
        otherNoteLineIds: [],
      },
    });
  });

  test('a note of the guest is taken where the customer has none, and named where both have one', () => {
    const result = mergeLines(
      [line('milk', 1), line('bread', 1, { note: 'soft' })],
      [line('milk', 1, { note: 'cold' }), line('bread', 1, { note: 'dark' })],
      { newId: () => 'new', maxLines: 2 },
    );
    expect(result).toEqual({
      kind: 'merged',
      merged: {
        lines: [line('milk', 2, { note: 'cold' }), line('bread', 2, { note: 'soft' })],
        cappedLineIds: [],
        otherNoteLineIds: ['line of bread'],
      },
    });
  });

  test('too many lines are refused', () => {
    const result = mergeLines([line('milk', 1)], [line('bread', 1)], { newId: () => 'new', maxLines: 1 });
    expect(result).toEqual({ kind: 'refused', limit: 1 });
  });
});

describe('ordering', () => {
  test('takes what was ordered and is still there', () => {
    const { left, taken } = takeOrdered(
      [line('milk', 5), line('bread', 1), line('eggs', 2)],
      [
        { lineId: 'line of milk', quantity: 3 },
        { lineId: 'line of bread', quantity: 4 },
        { lineId: 'line of salt', quantity: 1 },
      ],
    );
    expect(left).toEqual([line('milk', 2), line('eggs', 2)]);
    expect(taken).toEqual([line('milk', 3), line('bread', 1)]);
  });

  test('leaves a line that was removed and added again', () => {
    const again = [line('milk', 5, { lineId: 'another line of milk' })];
    expect(takeOrdered(again, [{ lineId: 'line of milk', quantity: 3 }])).toEqual({ left: again, taken: [] });
  });

  test('gives it back beside what was added meanwhile', () => {
    expect(restoreLines([line('milk', 98)], [line('milk', 3), line('bread', 1)], 2)).toEqual({
      lines: [line('milk', 99), line('bread', 1)],
      leftOut: [line('milk', 2)],
    });
  });

  test('gives back no more lines than the cart may have', () => {
    const full = [line('a', 1), line('b', 1)];
    expect(restoreLines(full, [line('b', 2), line('c', 1)], 2)).toEqual({
      lines: [line('a', 1), line('b', 3)],
      leftOut: [line('c', 1)],
    });
  });
});
