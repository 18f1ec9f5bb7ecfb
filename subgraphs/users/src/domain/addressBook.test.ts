import { becomesDefault, hasRoom, nextDefault } from './addressBook.ts';
import type { UserAddress } from './user.ts';

const address = (id: string, isDefault = false): UserAddress => ({
  id,
  userId: 'u',
  label: id,
  isDefault,
  address: {
    lines: ['Street 1'],
    city: 'Berlin',
    postcode: '10115',
    country: 'DE',
    location: { latitude: 52.5, longitude: 13.4 },
    instructions: null,
  },
});
const [home, work, gym] = [address('home', true), address('work'), address('gym')];

test('an account has room until the limit', () => {
  expect(hasRoom([home, work], 3)).toBe(true);
  expect(hasRoom([home, work, gym], 3)).toBe(false);
});

test('the first address becomes the default, others if they are wanted', () => {
  expect(becomesDefault([], false)).toBe(true);
  expect(becomesDefault([home], false)).toBe(false);
  expect(becomesDefault([home], true)).toBe(true);
});

test('the oldest remaining address follows a default that goes', () => {
  expect(nextDefault([home, work, gym], home)).toBe(work);
  expect(nextDefault([home, work, gym], work)).toBeNull();
  expect(nextDefault([home], home)).toBeNull();
});
