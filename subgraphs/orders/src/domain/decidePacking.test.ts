import { orderTimes } from '../config.ts';
import { decide } from './decide.ts';
import { exampleLine, exampleOrder, examplePacker as packer } from './exampleOrder.ts';
import type { Fact } from './facts.ts';
import type { WholeOrder } from './order.ts';
import { picksOf } from './picking.ts';

const now = new Date('2026-03-01T12:05:00.000Z');
const other = '0192f0c0-0000-7000-8000-00000000000c';
const milk = exampleLine({
  id: 'milk',
  lineId: 'cart-milk',
  productId: 'p-milk',
  sku: 'MILK-1',
  quantity: 3,
  total: 300,
});
const rice = exampleLine({
  id: 'rice',
  lineId: 'cart-rice',
  productId: 'p-rice',
  sku: 'RICE-1',
  quantity: 2,
  total: 200,
});

function packing(over: Partial<WholeOrder> = {}): WholeOrder {
  const order = exampleOrder({ status: 'PACKING', lines: [milk, rice] });
  const totals = { ...order.totals, subtotal: 500, tax: 52, total: 790 };
  return { ...order, totals, agreedTotal: 790, ...over };
}
const decided = (order: WholeOrder, fact: Fact) => decide(order, fact, now, orderTimes.production);
const pick = (lineId: string, quantity: number, barcode: string) => ({ lineId, quantity, barcode });

describe('picks', () => {
  const { lines } = packing();
  const none = new Map<string, number>();

  test('are pieces of lines with the right barcode, however it is typed', () => {
    expect(
      picksOf(
        lines,
        [pick('milk', 2, ' milk-1 '), pick('rice', 2, 'RICE-1'), pick('milk', 1, 'MILK-1')],
        none,
      ),
    ).toEqual({
      kind: 'picks',
      picks: [
        { line: milk, pieces: 2 },
        { line: rice, pieces: 2 },
        { line: milk, pieces: 1 },
      ],
    });
  });

  test.each([
    [
      'another barcode',
      [pick('rice', 1, 'RICE-1'), pick('milk', 1, 'RICE-1')],
      { kind: 'wrong_barcode', line: 1 },
    ],
    ['a line of another order', [pick('oats', 1, 'OATS-1')], { kind: 'line_unknown', line: 0 }],
    ['more than is open', [pick('milk', 4, 'MILK-1')], { kind: 'too_many', line: 0, left: 3 }],
    [
      'more, over two entries',
      [pick('milk', 2, 'MILK-1'), pick('milk', 2, 'MILK-1')],
      { kind: 'too_many', line: 1, left: 1 },
    ],
  ])('%s refuses the whole request', (_, request, refusal) => {
    expect(picksOf(lines, request, none)).toEqual(refusal);
  });

  test('leave alone the pieces about which the customer is asked', () => {
    const pending = new Map([['milk', 2]]);
    expect(picksOf(lines, [pick('milk', 2, 'MILK-1')], pending)).toEqual({
      kind: 'too_many',
      line: 0,
      left: 1,
    });
    expect(picksOf(lines, [pick('milk', 1, 'MILK-1')], pending).kind).toBe('picks');
  });

  test('are written to their lines, with one step and one event', () => {
    const picks = [
      { line: milk, pieces: 2 },
      { line: rice, pieces: 1 },
    ];
    expect(decided(packing(), { kind: 'LINES_PICKED', by: packer, picks })).toMatchObject({
      kind: 'applied',
      lines: [
        { id: 'milk', picked: 2 },
        { id: 'rice', picked: 1 },
      ],
      step: { kind: 'LINE_PICKED', detail: { kind: 'LINES_PICKED', pieces: 3, left: 2 } },
      event: { type: 'order.line_picked', picks },
      schedule: [],
    });
  });
});

describe('one packer an order', () => {
  const start = (by: string, takesOver = false): Fact => ({ kind: 'PACKING_STARTED', by, takesOver });

  test('claims it, and nobody else packs it unless they take it over', () => {
    expect(decided(packing({ status: 'CONFIRMED', packerId: null }), start(other))).toMatchObject({
      next: { status: 'PACKING', packerId: other },
    });
    expect(decided(packing(), start(other))).toEqual({ kind: 'illegal', because: 'claimed' });
    expect(decided(packing(), start(packer))).toEqual({ kind: 'noop' });
    expect(decided(packing(), start(other, true))).toMatchObject({
      kind: 'applied',
      next: { packerId: other },
      schedule: [],
    });
  });

  test.each<[string, Fact]>([
    ['picks', { kind: 'LINES_PICKED', by: other, picks: [{ line: milk, pieces: 1 }] }],
    ['reports missing pieces', { kind: 'SHELF_SHORT', by: other, short: { line: milk, pieces: 1 } }],
    ['finishes', { kind: 'PACKING_FINISHED', by: other, bags: 1 }],
  ])('nobody else %s', (_, fact) => {
    expect(decided(packing(), fact)).toEqual({ kind: 'illegal', because: 'claimed' });
    expect(decided(packing({ status: 'READY', lines: [] }), fact).kind).not.toBe('applied');
    expect(decided(packing({ cancelRequested: 'CUSTOMER_REQUEST' }), fact)).toEqual({
      kind: 'illegal',
      because: 'cancel_pending',
    });
  });
});

describe('packing is finished', () => {
  const finish: Fact = { kind: 'PACKING_FINISHED', by: packer, bags: 3 };

  test('when nothing is open, with its bags', () => {
    const lines = [
      { ...milk, picked: 1, short: 2 },
      { ...rice, picked: 2 },
    ];
    expect(decided(packing({ lines }), finish)).toMatchObject({
      next: { status: 'READY', bags: 3 },
      event: { type: 'order.ready' },
    });
  });

  test('not while a piece is open', () => {
    const lines = [
      { ...milk, picked: 2 },
      { ...rice, picked: 2 },
    ];
    expect(decided(packing({ lines }), finish)).toEqual({ kind: 'illegal', because: 'lines_open' });
  });
});

describe('pieces that are not on the shelf', () => {
  const short = (line: typeof milk, pieces: number): Fact => ({
    ...{ kind: 'SHELF_SHORT', by: packer, short: { line, pieces } },
  });

  test('are not paid, and the order goes on', () => {
    expect(decided(packing(), short(milk, 2))).toMatchObject({
      next: { status: 'PACKING', cancelRequested: null },
      lines: [{ short: 2 }, { short: 0 }],
      totals: { subtotal: 300, total: 590 },
      before: [{ event: { type: 'order.line_short', lineId: 'cart-milk', quantity: 2, noticed: 'SHELF' } }],
      event: { type: 'order.totals_changed' },
    });
  });

  test.each<[string, WholeOrder]>([
    ['wants all or nothing', packing({ lines: [{ ...milk, ifUnavailable: 'ALL_OR_NOTHING' }, rice] })],
    ['is the last of the order', packing({ lines: [milk, { ...rice, short: 2 }] })],
  ])('of a line that %s request the cancellation', (_, order) => {
    const [line] = order.lines;
    expect(decided(order, short(line ?? milk, 3))).toMatchObject({
      next: { status: 'PACKING', cancelRequested: 'OUT_OF_STOCK' },
      before: [{ event: { type: 'order.line_short' } }, { event: { type: 'order.totals_changed' } }],
      event: { type: 'order.cancel_requested', reason: 'OUT_OF_STOCK' },
      schedule: [{ kind: 'order.cancel_alert' }],
    });
  });
});
