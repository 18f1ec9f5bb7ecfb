import { durations } from '../src/config/durationProfiles.ts';
import { durationsProfileSchema } from '../src/config/durations.ts';

describe.each(durationsProfileSchema.options)('durations of %s', (profile) => {
  const d = durations(profile);

  test('leases are 5 s at least', () => {
    expect(Math.min(d.payments.workerLeaseMs, d.delivery.offerLeaseMs)).toBeGreaterThanOrEqual(5_000);
  });

  test('a lease outlives the call it covers', () => {
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

test('the demo lets people act within seconds', () => {
  const { packingMs, rideToCustomerMs } = durations('demo').simulator;
  expect([packingMs, rideToCustomerMs]).toEqual([2_000, 8_000]);
});
