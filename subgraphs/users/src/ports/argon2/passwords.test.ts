import bcrypt from 'bcryptjs';
import { createPasswords } from './passwords.ts';

test('a password matches its argon2id hash and its old bcrypt hash, which is outdated', async () => {
  const passwords = await createPasswords();
  const stored = await passwords.hash('secret horse');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(passwords.isOutdated(stored)).toBe(false);
  expect(await passwords.matches('secret horse', stored)).toBe(true);
  expect(await passwords.matches('secret house', stored)).toBe(false);
  const old = await bcrypt.hash('secret horse', 4);
  expect(passwords.isOutdated(old)).toBe(true);
  expect(await passwords.matches('secret horse', old)).toBe(true);
  expect(await passwords.matches('secret house', old)).toBe(false);
  expect(await passwords.matches('nobody has this password', null)).toBe(false);
});
