import { presented } from './refresh.ts';

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
    ['whose response was lost a moment ago', { rotatedAt: ago(10_000) }, 'repeat'],
    ['that was traded longer ago', { rotatedAt: ago(10_001) }, 'reused'],
    ['whose successor was used', { rotatedAt: ago(1), isSuccessorUsed: true }, 'reused'],
  ] as const)('%s', (_, more, expected) => {
    expect(presented({ ...current, ...more }, now, 10_000)).toBe(expected);
  });
});
