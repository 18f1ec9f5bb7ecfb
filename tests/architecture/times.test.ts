import { durationsProfileSchema } from '@nakku/service';
import { cartTimes } from '../../subgraphs/cart/src/config.ts';
import { deliveryTimes } from '../../subgraphs/delivery/src/config.ts';
import { inventoryTimes } from '../../subgraphs/inventory/src/config.ts';
import { orderTimes } from '../../subgraphs/orders/src/config.ts';
import { paymentTimes } from '../../subgraphs/payments/src/config.ts';
import { sessionTimes } from '../../subgraphs/users/src/config.ts';
import { staffTimes } from '../../tools/src/simulators/staff/times.ts';

describe.each(durationsProfileSchema.options)('times of %s', (profile) => {
  const times = orderTimes[profile];

  test('a hold outlives all deadlines before CONFIRMED together', () => {
    const waitingMs = times.reservationDeadlineMs + times.paymentDeadlineMs;
    expect(inventoryTimes[profile].holdMs).toBeGreaterThan(waitingMs);
  });

  test('an alert comes before its cancel, and other services have 5 s at least', () => {
    expect(times.confirmedAlertMs).toBeLessThan(times.confirmedCancelMs);
    expect(times.packingAlertMs).toBeLessThan(times.packingCancelMs);
    expect(times.readyAlertMs).toBeLessThan(times.readyCancelMs);
    expect(times.reservationDeadlineMs).toBeGreaterThanOrEqual(5_000);
  });

  test('leases are 5 s at least and outlive the call that they cover', () => {
    const { workerLeaseMs, providerTimeoutMs } = paymentTimes[profile];
    expect(Math.min(workerLeaseMs, deliveryTimes[profile].offerLeaseMs)).toBeGreaterThanOrEqual(5_000);
    expect(providerTimeoutMs).toBeLessThan(workerLeaseMs);
  });

  test('the pace of couriers is that of the simulator compared with reality', () => {
    const { rideToCustomerMs, rideToStoreMs } = staffTimes[profile];
    const reality = staffTimes.production;
    const usual = reality.rideToCustomerMs / rideToCustomerMs;
    expect(deliveryTimes[profile].pace).toEqual({
      usual,
      fastest: Math.max(usual, reality.rideToStoreMs / rideToStoreMs),
    });
  });

  test('an idle courier of the simulator reports twice before the position is stale', () => {
    expect(staffTimes[profile].heartbeatMs).toBe(deliveryTimes[profile].positionStaleMs / 2);
  });

  test('every time is a positive whole number of milliseconds', () => {
    const { pace: _pace, ...delivery } = deliveryTimes[profile];
    const groups = [times, cartTimes[profile], inventoryTimes[profile], paymentTimes[profile], delivery];
    const all = [...groups, staffTimes[profile]].flatMap((group): number[] => Object.values(group));
    expect(all.filter((ms) => !Number.isSafeInteger(ms) || ms <= 0)).toEqual([]);
  });
});

test('quotes, holds and sessions have the times of the domain', () => {
  expect(cartTimes.production.quoteMs).toBe(300_000);
  expect(inventoryTimes.production.holdMs).toBe(1_200_000);
  expect(sessionTimes).toEqual({
    accessTokenMs: 900_000,
    refreshTokenMs: 604_800_000,
    refreshGraceMs: 10_000,
    reannounceEveryMs: 10_000,
    // The life of an access token and a minute.
    reannounceLastMs: 960_000,
  });
});

test('the demo lets people act within seconds', () => {
  const { packingMs, rideToCustomerMs } = staffTimes.demo;
  expect([packingMs, rideToCustomerMs]).toEqual([2_000, 8_000]);
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
    changeMs: 60_000,
    substitutionAnswerMs: 180_000,
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
