import { matchAddress, problemsOf } from './addressValidation.ts';
import type { Place } from './place.ts';

const place = (id: string, latitude: number): Place => ({
  id,
  kind: 'ADDRESS',
  source: 'test',
  name: 'Am Tor 1',
  street: 'Am Tor',
  houseNumber: '1',
  postcode: '12345',
  city: 'Stadt',
  country: 'DE',
  location: { latitude, longitude: 10 },
  weight: 1,
});
const [here, nextDoor, far] = [place('here', 50), place('next door', 50.001), place('far', 50.1)];
const at = (latitude: number) => ({ latitude, longitude: 10 });

test('no place is none, one is itself, entrances of one house are one', () => {
  expect(matchAddress([], null)).toEqual({ kind: 'none' });
  expect(matchAddress([], at(50))).toEqual({ kind: 'none' });
  expect(matchAddress([far], null)).toEqual({ kind: 'one', place: far, distanceMeters: null });
  expect(matchAddress([here, nextDoor], null)).toEqual({ kind: 'one', place: here, distanceMeters: null });
});

test('several places are told apart by the location, or not at all', () => {
  expect(matchAddress([here, far], null)).toMatchObject({
    kind: 'several',
    places: [
      { place: { id: 'here' }, distanceMeters: null },
      { place: { id: 'far' }, distanceMeters: null },
    ],
  });
  expect(matchAddress([here, far], at(50.1))).toMatchObject({
    kind: 'one',
    place: { id: 'far' },
    distanceMeters: 0,
  });
});

test.each([
  [null, true, []],
  [150, true, []],
  [151, true, ['COORDINATES_DISAGREE']],
  [0, false, ['OUT_OF_ZONE']],
  [151, false, ['COORDINATES_DISAGREE', 'OUT_OF_ZONE']],
] as const)('%s metres away and served: %s has the problems %j', (meters, isServed, problems) => {
  expect(problemsOf({ kind: 'one', place: here, distanceMeters: meters }, isServed)).toEqual(problems);
});
