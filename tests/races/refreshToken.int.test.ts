import { z } from 'zod';
import type { UsersHarness } from '../../subgraphs/users/test/harness.ts';
import { startUsersHarness } from '../../subgraphs/users/test/harness.ts';
import { raceTest, times } from './harness/race.ts';

let users: UsersHarness;
beforeAll(async () => {
  // Fewer connections than contestants, and signing keys that are read anew each time: whoever holds the session's
  // lock must not need a connection that those who wait for the lock have.
  users = await startUsersHarness({ DATABASE_POOL_SIZE: '4', USERS_KEY_LEAD_MS: '0' });
}, 60_000);
afterAll(() => users.stop());

const response = z.object({ tokens: z.object({ refreshToken: z.string() }).nullable() });

/** The next token, or undefined when the session is refused. */
async function refresh(token: string): Promise<string | undefined> {
  const payload = await users.mutate(`sessionRefresh(refreshToken: "${token}")`, 'tokens { refreshToken }');
  return response.parse(payload).tokens?.refreshToken;
}

/** The tokens of a session: whether each is the current one. */
async function tokensOf(sessionId: string): Promise<boolean[]> {
  const { rows } = await users.pool.query<{ current: boolean }>(
    'SELECT rotated_at IS NULL AS current FROM refresh_tokens WHERE session_id = $1 ORDER BY 1',
    [sessionId],
  );
  return rows.map(({ current }) => current);
}

raceTest(
  'one refresh token, twenty clients',
  { invariant: 'all get the same successor, there is one family with one current token', rounds: 3 },
  async (race) => {
    const { refreshToken, caller } = await users.register();
    const successors = await race.start(
      times(20, () => () => refresh(refreshToken)),
      (token) => token !== undefined,
    );
    expect(new Set(successors).size).toBe(1);
    expect(successors).not.toContain(undefined);
    expect(await tokensOf(caller.sessionId)).toEqual([false, true]);
  },
);

raceTest(
  'a stolen token against its successor',
  { invariant: 'the family lives with one current token, or is revoked as a whole', rounds: 10 },
  async (race) => {
    const { refreshToken: stolen, caller } = await users.register();
    const current = await refresh(stolen);
    const tokens = await race.start(
      [
        () => refresh(current ?? ''),
        async () => {
          await race.late(race.round);
          return refresh(stolen);
        },
      ],
      (token) => token !== undefined,
    );
    const { rows } = await users.pool.query<{ reason: string | null }>(
      'SELECT revoke_reason AS reason FROM sessions WHERE id = $1',
      [caller.sessionId],
    );
    const isRevoked = rows[0]?.reason === 'TOKEN_REUSED';
    expect(rows).toEqual([{ reason: isRevoked ? 'TOKEN_REUSED' : null }]);
    // Whoever came first: no token of a revoked family works, and of a living one exactly the newest.
    const newest = tokens[0] ?? current ?? '';
    expect((await refresh(newest)) === undefined).toBe(isRevoked);
    if (!isRevoked) expect((await tokensOf(caller.sessionId)).filter(Boolean)).toHaveLength(1);
  },
);
