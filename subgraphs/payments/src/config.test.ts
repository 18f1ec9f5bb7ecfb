import { configSchema } from './config.ts';

test('by default an operator of a store may request refunds that a second person approves', () => {
  const max = configSchema.shape.PAYMENTS_STAFF_REFUND_MAX.parse(undefined);
  const approvalAbove = configSchema.shape.PAYMENTS_REFUND_APPROVAL_ABOVE.parse(undefined);
  expect([approvalAbove, max]).toEqual([50, 200]);
  expect(max).toBeGreaterThan(approvalAbove);
});
