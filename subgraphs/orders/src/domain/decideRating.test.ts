import { exampleOrder } from './exampleOrder.ts';
import { ratingRuling } from './decideRating.ts';
import type { GivenRating } from './rating.ts';

const HOUR = 3_600_000;
const now = new Date('2026-03-01T13:00:00.000Z');
const good: GivenRating = { order: 5, courier: 4, tags: ['FRESH'] };
const rated = (hoursAgo: number) =>
  exampleOrder({
    status: 'DELIVERED',
    rating: { ...good, ratedAt: new Date(now.getTime() - hoursAgo * HOUR) },
  });

test('a delivered order is rated', () => {
  const ruling = ratingRuling(exampleOrder({ status: 'DELIVERED' }), good, now, 48 * HOUR);
  expect(ruling).toMatchObject({
    next: { status: 'DELIVERED', rating: { ...good, ratedAt: now } },
    step: { kind: 'RATED', detail: null },
    event: { type: 'order.rated', rating: good },
  });
});

test.each(['PLACED', 'OUT_FOR_DELIVERY', 'RETURNED', 'CANCELLED'] as const)(
  'an order in %s is not rated',
  (status) => {
    expect(ratingRuling(exampleOrder({ status }), good, now, 48 * HOUR)).toBe('status');
  },
);

test('a rating is changed until its time is over, counted from the first one', () => {
  const bad: GivenRating = { order: 1, courier: null, tags: ['LATE'] };
  const ratedAt = new Date(now.getTime() - 47 * HOUR);
  expect(ratingRuling(rated(47), bad, now, 48 * HOUR)).toMatchObject({
    next: { rating: { ...bad, ratedAt } },
  });
  expect(ratingRuling(rated(48), bad, now, 48 * HOUR)).toBe('rating_closed');
});

test('the same rating again has no effect, whenever it comes', () => {
  expect(ratingRuling(rated(1), good, now, 48 * HOUR)).toBe('noop');
  expect(ratingRuling(rated(100), good, now, 48 * HOUR)).toBe('noop');
});
