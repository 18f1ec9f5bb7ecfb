import type { Action, Entry } from '../../../src/verify/chaos/history.ts';
import type { Truth } from '../../../src/verify/chaos/judge.ts';
import { judge } from '../../../src/verify/chaos/judge.ts';

type Line = readonly [type: Entry['type'], action: Action, of?: number];

const historyOf = (lines: readonly Line[]): Entry[] =>
  lines.map(([type, action, of], index) => ({
    index,
    time: index,
    process: 'customer-1',
    type,
    ...action,
    ...(of === undefined ? {} : { of }),
  }));

const truth: Truth = {
  orderOfKey: new Map([['k1', 'o1']]),
  statusOf: new Map([['o1', 'CANCELLED']]),
  timelineOf: new Map([['o1', ['PLACED', 'RESERVED', 'CANCELLED']]]),
};

/** Names of the rules that a history breaks, with the first violation of each. */
const broken = (lines: readonly Line[], against: Truth = truth): Record<string, string> =>
  Object.fromEntries(
    judge(historyOf(lines), against).flatMap(({ name, violations: [first] }) =>
      first ? [[name, `${first.id}: ${first.detail}`]] : [],
    ),
  );

const place = (orderId?: string, key = 'k1'): Action => ({
  f: 'place',
  key,
  ...(orderId === undefined ? {} : { orderId }),
});
const received = (sequence: number, kind: string, status = kind): Line => [
  'ok',
  { f: 'watch', orderId: 'o1', sequence, kind, status, version: sequence },
];
const read = (version?: number): Action => ({
  f: 'read',
  orderId: 'o1',
  ...(version === undefined ? {} : { version }),
});

test('a history as it should be breaks nothing, lost responses and repeated calls included', () => {
  expect(
    broken([
      ['invoke', place()],
      ['info', place(), 0],
      ['invoke', place()],
      ['ok', place('o1'), 2],
      received(1, 'PLACED'),
      ['invoke', read()],
      received(2, 'RESERVED'),
      ['ok', read(1), 5],
      ['ok', { f: 'cancel', key: 'c1', orderId: 'o1', outcome: 'CANCELLED' }],
      received(3, 'CANCELLED'),
      ['invoke', place(undefined, 'k2')],
      ['fail', place(undefined, 'k2'), 10],
    ]),
  ).toEqual({});
});

test('a key that is two orders, an order of two keys, and one that is not there', () => {
  const rule = 'each key of orderPlace is one order';
  const twoOrders: readonly Line[] = [
    ['ok', place('o1')],
    ['ok', place('o2')],
  ];
  expect(broken(twoOrders)[rule]).toBe('k1: returned o1 and with o2');
  const twoKeys: readonly Line[] = [
    ['ok', place('o1')],
    ['ok', place('o1', 'k2')],
  ];
  expect(broken(twoKeys)[rule]).toBe('o1: was made by k1 and by k2');
  expect(broken([['ok', place('o9', 'k9')]])[rule]).toBe('k9: returned o9, is unknown');
});

test('a refused call that made an order all the same', () => {
  const rule = 'what was refused had no effect';
  expect(
    broken([
      ['invoke', place()],
      ['fail', place(), 0],
    ]),
  ).toEqual({ [rule]: 'k1: was refused, and is order o1' });
  expect(
    broken([
      ['invoke', place()],
      ['fail', place(), 0],
      ['invoke', place()],
    ]),
  ).toEqual({});
});

test('a watcher that misses a step, is told one twice, another one, or no end', () => {
  const rule = 'watchers miss nothing';
  expect(broken([received(1, 'PLACED'), received(3, 'CANCELLED')])[rule]).toBe(
    'o1: its watcher was told 1, then 3',
  );
  expect(broken([received(1, 'PLACED'), received(1, 'PLACED')])[rule]).toBe(
    'o1: its watcher was told 1, then 1',
  );
  expect(broken([received(3, 'DELIVERED')])[rule]).toBe(
    'o1: step 3 is CANCELLED, its watcher was told DELIVERED',
  );
  expect(broken([['ok', place('o1')]])[rule]).toBe('o1: its watcher was told nothing');
  expect(broken([received(2, 'RESERVED')])[rule]).toBe('o1: its watcher was told RESERVED last, no end');
});

test('a read that begins after something newer was told, but not one that began before', () => {
  const rule = 'reads never go back';
  const late: readonly Line[] = [
    ['invoke', read()],
    ['ok', read(3), 0],
    ['invoke', read()],
    ['ok', read(2), 2],
  ];
  expect(broken(late)).toEqual({ [rule]: 'o1: version 2 was read after 3' });
  const crossed: readonly Line[] = [
    ['invoke', read()],
    ['invoke', read()],
    ['ok', read(3), 1],
    ['ok', read(2), 0],
  ];
  expect(broken(crossed)).toEqual({});
});

test('a granted cancellation that was taken back', () => {
  const cancel: Line = ['ok', { f: 'cancel', key: 'c1', orderId: 'o1', outcome: 'CANCELLED' }];
  expect(broken([cancel], { ...truth, statusOf: new Map([['o1', 'DELIVERED']]) })).toEqual({
    'cancelled stays cancelled': 'o1: was cancelled by its customer, is DELIVERED',
  });
});
