import type { MeasuredFields } from '@nakku/service';
import { counter, histogram, workMetrics } from '@nakku/telemetry';

const service = 'delivery';

const acts = { metrics: workMetrics('delivery_act', 'Acts of couriers and staff on deliveries') };
const shifts = { metrics: workMetrics('courier_shift', 'Starts and ends of shifts') };
const positions = { metrics: workMetrics('courier_position', 'Reports of positions') };

/** Work of people that is counted. */
export const measured: MeasuredFields = {
  deliveryOfferAccept: acts,
  deliveryOfferDecline: acts,
  deliveryArrivedAtStore: acts,
  deliveryPickedUp: acts,
  deliveryComplete: acts,
  deliveryCompleteByStaff: acts,
  deliveryCustomerAbsent: acts,
  deliveryFail: acts,
  deliveryReturned: acts,
  shiftStart: shifts,
  shiftEnd: shifts,
  courierPositionReport: positions,
};

const steps = counter(
  'delivery_steps_total',
  'Steps of deliveries by their event and the status after it',
  ['service', 'method', 'status'],
  [{ service, method: 'delivery.completed', status: 'DELIVERED' }],
);
const offers = counter(
  'delivery_offers_total',
  'Offers to couriers by what became of them',
  ['service', 'method', 'status'],
  [
    { service, method: 'dispatch', status: 'made' },
    { service, method: 'dispatch', status: 'lapsed' },
    { service, method: 'deliveryOfferAccept', status: 'accepted' },
    { service, method: 'deliveryOfferDecline', status: 'declined' },
  ],
);
const waited = histogram(
  'delivery_dispatch_wait_seconds',
  'From the moment a delivery needs a courier to each of its offers',
  ['service'],
  [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 20, 60, 300],
  [{ service }],
);

/** Business metrics of delivery. */
export const metrics = {
  step: (event: string, status: string): void => steps.inc({ service, method: event, status }),
  /** @param by who made it so: the dispatcher, or a mutation */
  offer: (by: string, status: string, count = 1): void => offers.inc({ service, method: by, status }, count),
  dispatchWait: (ms: number): void => waited.observe({ service }, ms / 1000),
};
