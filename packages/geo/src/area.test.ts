import { areaOf } from './area.ts';

test('an area keeps the town and about where, and nothing that leads to the door', () => {
  const address = {
    lines: ['Torstraße 1', '4th floor'],
    city: 'Berlin',
    postcode: '10119',
    country: 'DE',
    location: { latitude: 52.5287, longitude: 13.4163 },
    instructions: 'Code 4711',
  };
  expect(areaOf(address)).toEqual({
    lines: [],
    city: 'Berlin',
    postcode: '10119',
    country: 'DE',
    location: { latitude: 52.53, longitude: 13.42 },
    instructions: null,
  });
});
