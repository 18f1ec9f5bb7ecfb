import { distanceMeters } from '@nakku/geo';
import type { CarriedDelivery } from '../../../src/simulators/staff/courierOperations.ts';
import { between, nextAct, offset } from '../../../src/simulators/staff/trip.ts';

const store = { latitude: 52.5287, longitude: 13.4103 };
const otherStore = { latitude: 52.5006, longitude: 13.4201 };

const delivery = (id: string, status: string, over: Partial<CarriedDelivery> = {}): CarriedDelivery => ({
  id,
  status,
  handover: 'LEFT_AT_DOOR',
  pickup: { location: store },
  dropoff: { location: offset(store, 500, 0) },
  ...over,
});
const to = (north: number) => ({ dropoff: { location: offset(store, north, 0) } });

test('nothing in hand: waits', () => {
  expect(nextAct([], store)).toEqual({ kind: 'wait' });
});

test('brings what is on the bike, the nearest door first, before anything else', () => {
  const inHand = [
    delivery('a', 'ASSIGNED'),
    delivery('b', 'PICKED_UP', to(900)),
    delivery('c', 'NEARBY', to(300)),
    delivery('d', 'AT_STORE'),
  ];
  expect(nextAct(inHand, store)).toEqual({ kind: 'bring', delivery: inHand[2], isFirstStop: true });
  expect(nextAct(inHand, offset(store, 600, 0))).toMatchObject({ isFirstStop: false });
});

test('takes along all that waits at the store', () => {
  const inHand = [delivery('a', 'AT_STORE'), delivery('b', 'ASSIGNED'), delivery('c', 'AT_STORE')];
  expect(nextAct(inHand, store)).toEqual({ kind: 'pick_up', deliveries: [inHand[0], inHand[2]] });
});

test('brings back what could not be handed over', () => {
  const returning = delivery('a', 'RETURNING');
  expect(nextAct([delivery('b', 'ASSIGNED'), returning], store)).toEqual({
    kind: 'bring_back',
    delivery: returning,
  });
});

test('goes to the store of the oldest, for all that waits there', () => {
  const inHand = [
    delivery('a', 'ASSIGNED'),
    delivery('b', 'ASSIGNED', { pickup: { location: otherStore } }),
    delivery('c', 'ASSIGNED'),
  ];
  expect(nextAct(inHand, otherStore)).toEqual({
    kind: 'go_to_store',
    store,
    deliveries: [inHand[0], inHand[2]],
  });
});

test('rides on a straight line', () => {
  expect(between({ latitude: 0, longitude: 10 }, { latitude: 1, longitude: 12 }, 0.25)).toEqual({
    latitude: 0.25,
    longitude: 10.5,
  });
  expect(between(store, otherStore, 0)).toEqual(store);
  expect(between(store, otherStore, 1)).toEqual(otherStore);
});

test('an offset is as far as it says', () => {
  expect(distanceMeters(store, offset(store, 300, 400))).toBeCloseTo(500, 0);
});
