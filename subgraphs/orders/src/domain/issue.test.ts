import fc from 'fast-check';
import { exampleLine, exampleOrder } from './exampleOrder.ts';
import { issueRuling } from './decideIssue.ts';
import { claimOf, decideIssue, deliveredLines } from './issue.ts';
import type { DeliveredLine } from './issue.ts';

const line: DeliveredLine = { id: 'line', productId: 'milk', quantity: 3, total: 101 };
const limits = { maxAutoRefund: 20, maxAutoRefunds: 3 };

test('a claim costs what its pieces cost', () => {
  expect(claimOf([line], [], [{ lineId: 'line', quantity: 2 }])).toEqual({
    lines: [{ orderLineId: 'line', productId: 'milk', quantity: 2, amount: 67 }],
  });
});

test('no piece is claimed twice, and nothing of another order', () => {
  const claimed = [{ orderLineId: 'line', quantity: 2 }];
  expect(claimOf([line], claimed, [{ lineId: 'line', quantity: 2 }])).toEqual({
    ...{ kind: 'too_many', line: 0, left: 1 },
  });
  expect(claimOf([line], [], [{ lineId: 'other', quantity: 1 }])).toEqual({ kind: 'line_unknown', line: 0 });
});

test('pieces that the customer did not get cannot be claimed', () => {
  const delivered = deliveredLines([exampleLine({ id: 'line', productId: 'milk', quantity: 10, short: 9 })]);
  expect(delivered).toEqual([{ id: 'line', productId: 'milk', quantity: 1, total: 100 }]);
  expect(claimOf(delivered, [], [{ lineId: 'line', quantity: 2 }])).toEqual({
    ...{ kind: 'too_many', line: 0, left: 1 },
  });
  const none = deliveredLines([exampleLine({ id: 'line', quantity: 10, short: 10 })]);
  expect(claimOf(none, [], [{ lineId: 'line', quantity: 1 }])).toEqual({
    ...{ kind: 'too_many', line: 0, left: 0 },
  });
});

test('all claims of a line together cost the line, however it is divided', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (total, parts) => {
        const quantity = parts.reduce((sum, part) => sum + part, 0);
        const request = parts.map((part) => ({ lineId: 'line', quantity: part }));
        const claim = claimOf([{ ...line, quantity, total }], [], request);
        if (!('lines' in claim)) throw new Error(claim.kind);
        expect(claim.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
      },
    ),
  );
});

test.each([
  ['a small amount', 2_000, 'CARD', 2, 'REFUND'],
  ['more than is refunded by rule', 2_001, 'CARD', 0, 'CASE'],
  ['a customer who had many', 100, 'CARD', 3, 'CASE'],
  ['cash', 100, 'CASH', 0, 'CASE'],
  ['nothing to give back', 0, 'CARD', 0, 'CASE'],
] as const)('%s', (_, amount, method, autoRefunds, decision) => {
  expect(decideIssue({ amount, currency: 'EUR', method }, autoRefunds, limits)).toBe(decision);
});

test('issues are reported for a time after the delivery', () => {
  const order = exampleOrder({ status: 'DELIVERED', deliveredAt: new Date(0) });
  const issue = { issueId: 'i', kind: 'MISSING', lines: [], currency: 'EUR', refund: 0 } as const;
  const fact = { kind: 'ISSUE_REPORTED', issue, decision: 'CASE' } as const;
  expect(issueRuling(order, fact, new Date(999), 1_000)).toMatchObject({ step: { kind: 'ISSUE_REPORTED' } });
  expect(issueRuling(order, fact, new Date(1_000), 1_000)).toBe('report_closed');
  expect(issueRuling(exampleOrder({ status: 'RETURNED' }), fact, new Date(0), 1_000)).toBe('status');
  const resolved = { kind: 'ISSUE_RESOLVED', issue, outcome: 'REJECTED', resolvedBy: 'stefan' } as const;
  expect(issueRuling(order, resolved, new Date(9_999), 1_000)).toMatchObject({
    event: { type: 'order.issue_resolved', outcome: 'REJECTED' },
  });
});
