import { durations } from '../src/config/durationProfiles.ts';
import { durationsProfileSchema } from '../src/config/durations.ts';

describe.each(durationsProfileSchema.options)('durations of %s', (profile) => {
  const d = durations(profile);

  test('a hold outlives all deadlines before CONFIRMED together', () => {
    expect(d.inventory.holdMs).toBeGreaterThan(d.orders.reservationDeadlineMs + d.orders.paymentDeadlineMs);
  });

  test('reservation deadline and leases are 5 s at least', () => {
    const shortest = Math.min(
      d.orders.reservationDeadlineMs,
      d.payments.workerLeaseMs,
      d.delivery.offerLeaseMs,
    );
    expect(shortest).toBeGreaterThanOrEqual(5_000);
  });

  test('an alert comes before its cancel, a lease outlives the call it covers', () => {
    const o = d.orders;
    expect(o.confirmedAlertMs).toBeLessThan(o.confirmedCancelMs);
    expect(o.packingAlertMs).toBeLessThan(o.packingCancelMs);
    expect(o.readyAlertMs).toBeLessThan(o.readyCancelMs);
    expect(d.payments.providerTimeoutMs).toBeLessThan(d.payments.workerLeaseMs);
    expect(d.sessions.reannounceLastMs).toBeGreaterThan(d.sessions.accessTokenMs);
  });

  test('every time is a positive whole number of milliseconds', () => {
    const all = Object.values(d).flatMap((group: Record<string, number>) => Object.values(group));
    expect(all.filter((ms) => !Number.isSafeInteger(ms) || ms <= 0)).toEqual([]);
  });
});

test('production has the numbers of the domain', () => {
  const d = durations('production');
  expect(d.checkout.quoteMs).toBe(300_000);
  expect(d.inventory.holdMs).toBe(1_200_000);
  expect(d.orders).toEqual({
    reservationDeadlineMs: 30_000,
    paymentDeadlineMs: 600_000,
    confirmedAlertMs: 600_000,
    confirmedCancelMs: 1_800_000,
    packingAlertMs: 1_200_000,
    packingCancelMs: 3_600_000,
    readyAlertMs: 1_200_000,
    readyCancelMs: 2_400_000,
    outForDeliveryAlertMs: 3_600_000,
    returningAlertMs: 3_600_000,
    cancelRequestAlertMs: 60_000,
  });
  expect(d.sessions).toEqual({
    accessTokenMs: 900_000,
    refreshTokenMs: 604_800_000,
    refreshGraceMs: 10_000,
    revocationPollMs: 500,
    reannounceEveryMs: 10_000,
    reannounceLastMs: 960_000,
  });
  expect(d.platform.idempotencyMs).toBe(86_400_000);
});

test('the demo keeps deadlines generous and lets people act within seconds', () => {
  expect(durations('demo').orders).toEqual(durations('production').orders);
  const { packingMs, rideToCustomerMs } = durations('demo').simulator;
  expect([packingMs, rideToCustomerMs]).toEqual([2_000, 8_000]);
});

test('the test profile is a sixtieth, but longer than a crash where a service waits for another', () => {
  expect(durations('test').orders).toMatchObject({
    reservationDeadlineMs: 15_000,
    paymentDeadlineMs: 15_000,
    confirmedCancelMs: 30_000,
    packingCancelMs: 60_000,
  });
  expect(durations('test').inventory.holdMs).toBe(40_000);
});
