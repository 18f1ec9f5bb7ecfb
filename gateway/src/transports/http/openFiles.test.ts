import { connectionsWithin, openFileLimit } from './openFiles.ts';

test('connections leave room for what the process needs itself', () => {
  expect(connectionsWithin(50_000, { limit: undefined, reserved: 100 })).toBe(50_000);
  expect(connectionsWithin(50_000, { limit: 1_000_000, reserved: 100 })).toBe(50_000);
  expect(connectionsWithin(50_000, { limit: 20_000, reserved: 100 })).toBe(20_000 - 256 - 100);
  expect(connectionsWithin(50_000, { limit: 256, reserved: 100 })).toBe(1);
});

test('the limit of this process is known', () => {
  const limit = openFileLimit();
  expect(limit === undefined || limit > 0).toBe(true);
});
