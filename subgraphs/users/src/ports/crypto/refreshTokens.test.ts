import { createRefreshTokens } from './refreshTokens.ts';

test('the successor of a refresh token depends on the token and the secret alone', () => {
  const [one, other] = [createRefreshTokens('one'), createRefreshTokens('other')];
  const token = one.create();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(one.successor(token)).toBe(one.successor(token));
  expect(one.successor(token)).not.toBe(other.successor(token));
  expect(one.hash(token)).not.toContain(token);
});
