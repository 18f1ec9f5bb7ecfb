import { createSealer } from './sealer.ts';

test('what is sealed opens with the same secret, undamaged', () => {
  const sealed = createSealer('one').seal('key');
  expect(createSealer('one').open(sealed)).toBe('key');
  expect(() => createSealer('other').open(sealed)).toThrow();
  // The first character has six whole bits of data; the last may have none, and changing it changes nothing.
  const damaged = `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`;
  expect(() => createSealer('one').open(damaged)).toThrow();
});
