import type { LoadReport } from '../../../src/verify/load/report.ts';
import { describeReport } from '../../../src/verify/load/report.ts';
import { killTimes } from '../../../src/verify/load/killer.ts';
import type { Watched } from '../../../src/verify/load/watch.ts';

const watched = (over: Partial<Watched>): Watched => ({
  orderId: 'o',
  status: 'DELIVERED',
  cancelReason: null,
  confirmedAfterMs: 400,
  pushedAfterMs: [10, 30],
  resumed: 0,
  wrong: [],
  ...over,
});

const report: LoadReport = {
  run: 'r',
  placed: ['a', 'b', 'c'],
  ended: [
    watched({}),
    watched({ status: 'CANCELLED', cancelReason: 'OUT_OF_STOCK', confirmedAfterMs: undefined, resumed: 2 }),
  ],
  failed: [{ index: 2, orderId: 'c', because: 'has not ended after 5 s' }],
  durationMs: 4_000,
  placingMs: 2_000,
  killed: ['orders'],
  soldOut: 2,
  notRepeated: [],
  customerEmails: [],
};

test('the table tells what became of the orders, and how fast', () => {
  expect(describeReport(report)).toBe(
    [
      '  placed              3',
      '  delivered           1',
      '  cancelled           1',
      '    OUT_OF_STOCK      1',
      '  sold out            2',
      '  failed              1',
      '  orders/s            0.5 to the end, 1.5 placed',
      '  placed → confirmed  p50 400 ms, p95 400 ms',
      '  change → client     p50 10 ms, p95 30 ms',
      '  streams resumed     2',
      '  duration            4.0 s',
      '  killed (-9)         orders',
      '',
      'Failed:',
      '  basket 3, c: has not ended after 5 s',
    ].join('\n'),
  );
});

test('kills are spread over a run, none at its ends', () => {
  expect(killTimes(3)).toEqual([0.25, 0.5, 0.75]);
  expect(killTimes(0)).toEqual([]);
});
