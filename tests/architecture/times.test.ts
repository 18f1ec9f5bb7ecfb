import { durations, durationsProfileSchema } from '@nakku/service';
import { orderTimes } from '../../subgraphs/orders/src/config.ts';

describe.each(durationsProfileSchema.options)('times of %s', (profile) => {
  const times = orderTimes[profile];

  test('a hold outlives all deadlines before CONFIRMED together', () => {
    const waitingMs = times.reservationDeadlineMs + times.paymentDeadlineMs;
    expect(durations(profile).inventory.holdMs).toBeGreaterThan(waitingMs);
  });

  test('an alert comes before its cancel, and other services have 5 s at least', () => {
    expect(times.confirmedAlertMs).toBeLessThan(times.confirmedCancelMs);
    expect(times.packingAlertMs).toBeLessThan(times.packingCancelMs);
    expect(times.readyAlertMs).toBeLessThan(times.readyCancelMs);
    expect(times.reservationDeadlineMs).toBeGreaterThanOrEqual(5_000);
  });

  test('every time is a positive whole number of milliseconds', () => {
    const all: number[] = Object.values(times);
    expect(all.filter((ms) => !Number.isSafeInteger(ms) || ms <= 0)).toEqual([]);
  });
});

test('orders in production have the times of the domain', () => {
  expect(orderTimes.production).toEqual({
    reservationDeadlineMs: 30_000,
    paymentDeadlineMs: 600_000,
    confirmedAlertMs: 600_000,
    confirmedCancelMs: 1_800_000,
    packingAlertMs: 1_200_000,
    packingCancelMs: 3_600_000,
    readyAlertMs: 1_200_000,
    readyCancelMs: 2_400_000,
    outForDeliveryAlertMs: 3_600_000,
    // A customer thinks about it for two days.
    ratingChangeMs: 172_800_000,
    issueReportMs: 172_800_000,
    returningAlertMs: 3_600_000,
    cancelRequestAlertMs: 60_000,
  });
});

test('the demo keeps the deadlines of production, tests have a sixtieth', () => {
  expect(orderTimes.demo).toEqual(orderTimes.production);
  expect(orderTimes.test).toMatchObject({
    reservationDeadlineMs: 30_000,
    paymentDeadlineMs: 30_000,
    confirmedCancelMs: 30_000,
    packingCancelMs: 60_000,
  });
});
