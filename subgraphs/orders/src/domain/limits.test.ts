import { limitReached } from './limits.ts';

const limits = { maxOpenOrders: 4, maxUnpaidOrders: 2 };

test.each([
  [0, 0, null],
  [3, 1, null],
  [3, 2, { limit: 'UNPAID', maxOrders: 2 }],
  [4, 0, { limit: 'OPEN', maxOrders: 4 }],
  [4, 2, { limit: 'UNPAID', maxOrders: 2 }],
])('%d open, %d of them unpaid: %j', (open, unpaid, expected) => {
  expect(limitReached({ open, unpaid }, limits)).toEqual(expected);
});
