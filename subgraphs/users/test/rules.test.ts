import { passwordProblem } from '../src/domain/passwordRules.ts';
import { presented } from '../src/domain/refresh.ts';
import { createPasswords } from '../src/security/passwords.ts';
import { createRefreshTokens } from '../src/security/refreshTokens.ts';
import { createSealer } from '../src/security/sealed.ts';
import bcrypt from 'bcryptjs';

describe('a new password', () => {
  test.each(['correct horse battery', 'Zürich-Regen-7', 'x'.repeat(64) + 'yz', 'p4r4chute over hills'])(
    '%s is fine',
    (password) => {
      expect(passwordProblem(password)).toBeNull();
    },
  );

  test.each([
    ['short 1', 'must have 8–128 characters'],
    ['ab'.repeat(65), 'must have 8–128 characters'],
    ['password', 'is too common: choose one that nobody guesses'],
    ['Password123!', 'is too common: choose one that nobody guesses'],
    ['12345678', 'is too common: choose one that nobody guesses'],
    ['aaaaaaaaaa', 'is too common: choose one that nobody guesses'],
    ['abababababab', 'is too common: choose one that nobody guesses'],
  ])('%s is refused', (password, problem) => {
    expect(passwordProblem(password)).toBe(problem);
  });
});

describe('a presented refresh token', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const current = {
    rotatedAt: null,
    isSuccessorUsed: false,
    sessionEndsAt: ago(-1),
    isSessionRevoked: false,
    isUserActive: true,
  };

  test.each([
    ['the current one', {}, 'rotate'],
    ['of a revoked session', { isSessionRevoked: true }, 'refused'],
    ['of a disabled account', { isUserActive: false }, 'refused'],
    ['that ended', { sessionEndsAt: now }, 'refused'],
    ['whose answer was lost a moment ago', { rotatedAt: ago(10_000) }, 'repeat'],
    ['that was traded longer ago', { rotatedAt: ago(10_001) }, 'reused'],
    ['whose successor was used', { rotatedAt: ago(1), isSuccessorUsed: true }, 'reused'],
  ] as const)('%s', (_, more, expected) => {
    expect(presented({ ...current, ...more }, now, 10_000)).toBe(expected);
  });
});

describe('secrets', () => {
  test('a password fits its argon2id hash and its old bcrypt hash, which is outdated', async () => {
    const passwords = await createPasswords();
    const kept = await passwords.hash('secret horse');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(passwords.isOutdated(kept)).toBe(false);
    expect(await passwords.fits('secret horse', kept)).toBe(true);
    expect(await passwords.fits('secret house', kept)).toBe(false);
    const old = await bcrypt.hash('secret horse', 4);
    expect(passwords.isOutdated(old)).toBe(true);
    expect(await passwords.fits('secret horse', old)).toBe(true);
    expect(await passwords.fits('secret house', old)).toBe(false);
    expect(await passwords.fits('nobody has this password', null)).toBe(false);
  });

  test('the successor of a refresh token depends on the token and the secret alone', () => {
    const [one, other] = [createRefreshTokens('one'), createRefreshTokens('other')];
    const token = one.create();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(one.successor(token)).toBe(one.successor(token));
    expect(one.successor(token)).not.toBe(other.successor(token));
    expect(one.hash(token)).not.toContain(token);
  });

  test('what is sealed opens with the same secret, undamaged', () => {
    const sealed = createSealer('one').seal('key');
    expect(createSealer('one').open(sealed)).toBe('key');
    expect(() => createSealer('other').open(sealed)).toThrow();
    // The first character has six whole bits of data; the last may have none, and changing it changes nothing.
    const damaged = `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`;
    expect(() => createSealer('one').open(damaged)).toThrow();
  });
});
