import { type FreeCourier, nextMove, planMoves, type WaitingDelivery } from './dispatch.ts';

const store = { latitude: 52.5287, longitude: 13.4103 };
const rules = { quickRounds: 3, pace: 1, maxOfferMeters: 10_000 };

const courier = (courierId: string, more: Partial<FreeCourier> = {}): FreeCourier => ({
  courierId,
  vehicle: 'SCOOTER',
  free: 1,
  location: store,
  lastSeen: null,
  ...more,
});
const delivery = (more: Partial<WaitingDelivery> = {}): WaitingDelivery => ({
  deliveryId: 'd',
  store,
  round: 1,
  isResting: false,
  isDue: true,
  offered: new Set(),
  gaveUp: new Set(),
  ...more,
});
const oneKmNorth = { latitude: 52.5377, longitude: 13.4103 };
const twoKmNorth = { latitude: 52.5467, longitude: 13.4103 };

describe('whom to offer a delivery to', () => {
  test('the shortest ride first: a car two kilometres away loses to a bicycle one kilometre away', () => {
    const couriers = [
      courier('car', { vehicle: 'CAR', location: twoKmNorth }),
      courier('bicycle', { vehicle: 'BICYCLE', location: oneKmNorth }),
    ];
    expect(nextMove(delivery(), couriers, rules)).toEqual({
      kind: 'offer',
      courierId: 'bicycle',
      round: 1,
      distanceMeters: 1001,
    });
  });

  test('of two at the same place the faster one', () => {
    const couriers = [
      courier('bicycle', { vehicle: 'BICYCLE', location: oneKmNorth }),
      courier('car', { vehicle: 'CAR', location: oneKmNorth }),
    ];
    expect(nextMove(delivery(), couriers, rules)).toMatchObject({ courierId: 'car' });
  });

  test('an unknown position comes last, without a distance', () => {
    const lost = courier('a', { location: null });
    expect(nextMove(delivery(), [lost, courier('b', { location: twoKmNorth })], rules)).toMatchObject({
      courierId: 'b',
    });
    expect(nextMove(delivery(), [lost], rules)).toEqual({
      kind: 'offer',
      courierId: 'a',
      round: 1,
      distanceMeters: null,
    });
  });

  test('nobody twice in a round; when all were asked the next round begins at once', () => {
    const couriers = [courier('a'), courier('b')];
    expect(nextMove(delivery({ offered: new Set(['a']) }), couriers, rules)).toMatchObject({
      courierId: 'b',
      round: 1,
    });
    expect(nextMove(delivery({ offered: new Set(['a', 'b']) }), couriers, rules)).toMatchObject({
      courierId: 'a',
      round: 2,
    });
  });

  test('after the last quick round it rests, and goes on when the pause is over', () => {
    const couriers = [courier('a')];
    const offered = new Set(['a']);
    expect(nextMove(delivery({ round: 3, offered }), couriers, rules)).toEqual({
      kind: 'wait',
      round: 3,
      isResting: true,
      passedOver: [],
    });
    const resting = { round: 3, offered, isResting: true };
    expect(nextMove(delivery({ ...resting, isDue: false }), couriers, rules)).toMatchObject({ kind: 'wait' });
    expect(nextMove(delivery(resting), couriers, rules)).toMatchObject({ kind: 'offer', round: 4 });
  });

  test('somebody new is asked at once, also while it rests', () => {
    const resting = delivery({ round: 3, offered: new Set(['a']), isResting: true, isDue: false });
    expect(nextMove(resting, [courier('a'), courier('new')], rules)).toMatchObject({
      kind: 'offer',
      courierId: 'new',
      round: 3,
    });
  });

  test('who is too far away is passed over, also by a position that is old', () => {
    const munich = { latitude: 48.1372, longitude: 11.5756 };
    const far = courier('far', { location: munich, lastSeen: { location: munich, withinMeters: 0 } });
    const wait = { kind: 'wait', round: 1, isResting: false };
    expect(nextMove(delivery(), [far], rules)).toEqual({ ...wait, passedOver: ['far'] });
    expect(nextMove(delivery(), [far, courier('near')], rules)).toMatchObject({ courierId: 'near' });
    const silent = { ...far, location: null };
    expect(nextMove(delivery(), [silent], rules)).toEqual({ ...wait, passedOver: ['far'] });
    // Silent for so long that the courier may have come.
    const back = { ...silent, lastSeen: { location: munich, withinMeters: 500_000 } };
    expect(nextMove(delivery(), [back], rules)).toMatchObject({ kind: 'offer', courierId: 'far' });
  });

  test('who gave it back is not asked again', () => {
    const gaveUp = new Set(['a']);
    expect(nextMove(delivery({ gaveUp }), [courier('a')], rules)).toEqual({
      kind: 'wait',
      round: 1,
      isResting: false,
      passedOver: [],
    });
  });

  test('with nobody free it waits; the round is over if somebody was asked', () => {
    expect(nextMove(delivery(), [], rules)).toEqual({
      kind: 'wait',
      round: 1,
      isResting: false,
      passedOver: [],
    });
    expect(nextMove(delivery({ offered: new Set(['a']) }), [], rules)).toEqual({
      kind: 'wait',
      round: 2,
      isResting: false,
      passedOver: [],
    });
  });
});

test('a plan offers a courier no more than there is room', () => {
  const deliveries = ['1', '2', '3', '4'].map((deliveryId) => delivery({ deliveryId }));
  const couriers = [courier('near', { free: 2 }), courier('far', { location: oneKmNorth })];
  const chosen = planMoves(deliveries, couriers, rules).map(({ deliveryId, move }) => [
    deliveryId,
    move.kind === 'offer' ? move.courierId : 'nobody',
  ]);
  expect(chosen).toEqual([
    ['1', 'near'],
    ['2', 'near'],
    ['3', 'far'],
    ['4', 'nobody'],
  ]);
});
