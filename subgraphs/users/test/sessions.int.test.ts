import { scopesOf } from '@nakku/identity';
import { admin, captureEvents, eventually } from '@nakku/testkit';
import bcrypt from 'bcryptjs';
import { PASSWORD, startUsersHarness, type UsersHarness } from './harness.ts';

const REFRESH = 'tokens { accessToken refreshToken }';

describe('sessions', () => {
  let users: UsersHarness;
  beforeAll(async () => {
    users = await startUsersHarness();
  });
  afterAll(() => users.stop());

  const refresh = (token: string) => users.mutate(`sessionRefresh(refreshToken: "${token}")`, REFRESH);
  const revoked = (member: string) => users.redis.zscore(`${users.world.redisPrefix}nakku:revoked`, member);

  test('a registration gives a customer with a token that says so, for 15 minutes', async () => {
    const account = await users.register('New.User@nakku.example');
    const claims = await users.claims(account.accessToken);
    expect(claims).toMatchObject({
      sub: account.caller.userId,
      rv: 1,
      roles: ['customer'],
      stores: [],
      scope: scopesOf(['customer']).join(' '),
    });
    expect(claims.exp - claims.iat).toBe(900);
    const again = await users.mutate(
      'userRegister(input: { email: "new.user@NAKKU.example", password: "correct horse battery", name: "X" })',
      'user { id }',
    );
    expect(again).toMatchObject({
      user: null,
      userErrors: [{ __typename: 'EmailTakenError', path: ['input', 'email'] }],
    });
    const { rows } = await users.pool.query('SELECT count(*)::int AS n FROM users WHERE email = $1', [
      'new.user@nakku.example',
    ]);
    expect(rows[0]).toEqual({ n: 1 });
  });

  test('a wrong password and an unknown address give the same response, and are written down', async () => {
    const account = await users.register();
    const wrong = await users.mutate(
      `sessionCreate(input: { email: "${account.email}", password: "not the one" })`,
      'user { id }',
    );
    const unknown = await users.mutate(
      'sessionCreate(input: { email: "nobody@nakku.example", password: "not the one" })',
      'user { id }',
    );
    expect(wrong).toEqual(unknown);
    expect(wrong.userErrors).toMatchObject([
      { __typename: 'InvalidCredentialsError', code: 'INVALID_CREDENTIALS', path: ['input'] },
    ]);
    const { rows } = await users.pool.query('SELECT action FROM audit_entries WHERE subject_id = $1', [
      account.caller.userId,
    ]);
    expect(rows).toEqual([{ action: 'SIGN_IN_REFUSED' }]);
  });

  test('an old bcrypt hash is accepted once and then made anew', async () => {
    const account = await users.register();
    await users.pool.query('UPDATE users SET password_hash = $1 WHERE email = $2', [
      await bcrypt.hash(PASSWORD, 4),
      account.email,
    ]);
    await users.logIn(account.email);
    const { rows } = await users.pool.query('SELECT password_hash FROM users WHERE email = $1', [
      account.email,
    ]);
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$/);
    await users.logIn(account.email);
  });

  test('a refresh token works once; its lost response may be asked for again', async () => {
    const account = await users.register();
    const first = await refresh(account.refreshToken);
    const again = await refresh(account.refreshToken);
    const next = (first.tokens as { refreshToken: string }).refreshToken;
    expect((again.tokens as { refreshToken: string }).refreshToken).toBe(next);
    expect(next).not.toBe(account.refreshToken);
    const { rows } = await users.pool.query('SELECT 1 FROM refresh_tokens WHERE hash = ANY($1)', [
      [account.refreshToken, next],
    ]);
    expect(rows).toEqual([]);
  });

  test('a refresh token that comes back after its successor was used ends the session everywhere', async () => {
    const account = await users.register();
    const second = (await refresh(account.refreshToken)).tokens as { refreshToken: string };
    const third = (await refresh(second.refreshToken)).tokens as { refreshToken: string };
    const stolen = await refresh(account.refreshToken);
    expect(stolen).toMatchObject({ tokens: null, userErrors: [{ __typename: 'InvalidRefreshTokenError' }] });
    expect(await refresh(third.refreshToken)).toMatchObject({
      tokens: null,
      userErrors: [{ __typename: 'InvalidRefreshTokenError' }],
    });
    expect(await revoked(`sid:${account.caller.sessionId}`)).not.toBeNull();
    const { rows } = await users.pool.query('SELECT revoke_reason FROM sessions WHERE id = $1', [
      account.caller.sessionId,
    ]);
    expect(rows).toEqual([{ revoke_reason: 'TOKEN_REUSED' }]);
  });

  test('an unknown refresh token is refused', async () => {
    expect(await refresh('unknown')).toMatchObject({
      tokens: null,
      userErrors: [{ code: 'INVALID_REFRESH_TOKEN' }],
    });
  });

  test('a logout is announced at once, published, and cannot be done for others', async () => {
    const account = await users.register();
    const other = await users.register();
    const foreign = await users.mutate(
      `sessionRevoke(sessionId: "${account.caller.sessionId}")`,
      'sessionId',
      other.caller,
    );
    expect(foreign).toMatchObject({ sessionId: null, userErrors: [{ __typename: 'NotFoundError' }] });
    const capture = await captureEvents(users.world.topicPrefix, ['users']);
    const out = await users.mutate('sessionRevoke', 'sessionId', account.caller);
    expect(out).toEqual({ sessionId: account.caller.sessionId, userErrors: [] });
    const until = Number(await revoked(`sid:${account.caller.sessionId}`));
    expect(until).toBeGreaterThan(Date.now() + 900_000);
    expect(await refresh(account.refreshToken)).toMatchObject({ tokens: null });
    const event = await capture.waitFor('user.session_revoked', { subject: account.caller.userId });
    expect(event.data).toMatchObject({ sessionIds: [account.caller.sessionId], reason: 'LOGOUT' });
    await capture.stop();
  });

  test('a flushed Redis is told again what is revoked', async () => {
    const account = await users.register();
    await users.mutate('sessionRevoke', 'sessionId', account.caller);
    await users.redis.del(`${users.world.redisPrefix}nakku:revoked`);
    await eventually(
      async () => {
        if ((await revoked(`sid:${account.caller.sessionId}`)) === null)
          throw new Error('not announced again yet');
      },
      { timeoutMs: 15_000 },
    );
  });

  test('a gateway reads what is revoked past Redis, with its identity only', async () => {
    const account = await users.register();
    await users.mutate('sessionRevoke', 'sessionId', account.caller);
    const url = `${users.url}/revocations`;
    const anonymous = await fetch(url);
    expect([anonymous.status, await anonymous.text()]).toEqual([401, expect.not.stringContaining('sid:')]);
    const headers = await users.world.identity.as({ kind: 'anonymous' }, 'users');
    const { revoked: listed } = Object(await (await fetch(url, { headers })).json());
    const until = Number(await revoked(`sid:${account.caller.sessionId}`));
    expect(listed).toContainEqual([`sid:${account.caller.sessionId}`, until]);
    const foreign = await users.world.identity.as({ kind: 'anonymous' }, 'orders');
    expect((await fetch(url, { headers: foreign })).status).toBe(401);
  });

  test('all sessions end, or all but the own', async () => {
    const first = await users.register();
    const second = await users.logIn(first.email);
    const third = await users.logIn(first.email);
    expect(
      await users.mutate('sessionsRevokeAll(exceptCurrent: true)', 'revokedCount', third.caller),
    ).toEqual({ revokedCount: 2, userErrors: [] });
    expect(await refresh(second.refreshToken)).toMatchObject({ tokens: null });
    expect((await refresh(third.refreshToken)).tokens).not.toBeNull();
    const mine = await users.client.query('{ me { sessions { id isCurrent } } }', {}, third.caller);
    expect(mine.data?.me.sessions).toEqual([{ id: third.caller.sessionId, isCurrent: true }]);
    expect(await users.mutate('sessionsRevokeAll', 'revokedCount', third.caller)).toEqual({
      revokedCount: 1,
      userErrors: [],
    });
  });

  test('a new password needs the old one and ends the other sessions', async () => {
    const account = await users.register();
    const other = await users.logIn(account.email);
    const change = (current: string) =>
      users.mutate(
        `passwordChange(input: { currentPassword: "${current}", newPassword: "a new strong password" })`,
        'user { id }',
        account.caller,
      );
    expect(await change('wrong')).toMatchObject({
      user: null,
      userErrors: [{ __typename: 'InvalidCredentialsError', path: ['input', 'currentPassword'] }],
    });
    expect(await change(PASSWORD)).toEqual({ user: { id: account.caller.userId }, userErrors: [] });
    expect(await refresh(other.refreshToken)).toMatchObject({ tokens: null });
    expect((await refresh(account.refreshToken)).tokens).not.toBeNull();
    expect(
      await users.mutate(
        `sessionCreate(input: { email: "${account.email}", password: "${PASSWORD}" })`,
        'user { id }',
      ),
    ).toMatchObject({ user: null });
    await users.logIn(account.email, 'a new strong password');
  });

  test('new roles void the tokens of the old ones', async () => {
    const account = await users.register();
    const storeId = account.caller.sessionId;
    const set = await users.mutate(
      `userRolesSet(userId: "${account.caller.userId}", roles: [CUSTOMER, STORE_OPERATOR], storeIds: ["${storeId}"])`,
      'user { roles storeIds }',
      admin(),
    );
    expect(set).toEqual({
      user: { roles: ['CUSTOMER', 'STORE_OPERATOR'], storeIds: [storeId] },
      userErrors: [],
    });
    expect(await revoked(`rv:${account.caller.userId}:2`)).not.toBeNull();
    const renewed = await users.logIn(account.email);
    expect(await users.claims(renewed.accessToken)).toMatchObject({
      rv: 2,
      roles: ['customer', 'store_operator'],
      stores: [storeId],
    });
    const { rows } = await users.pool.query(
      `SELECT changes FROM audit_entries WHERE subject_id = $1 AND action = 'ROLES_SET'`,
      [account.caller.userId],
    );
    expect(rows).toMatchObject([
      {
        changes: [
          { field: 'roles', before: '["customer"]', after: '["customer","store_operator"]' },
          { field: 'storeIds', before: '[]', after: JSON.stringify([storeId]) },
        ],
      },
    ]);
  });

  test('a disabled account is out everywhere and cannot come back', async () => {
    const account = await users.register();
    const disabled = await users.mutate(
      `userDisable(userId: "${account.caller.userId}")`,
      'user { isDisabled }',
      admin(),
    );
    expect(disabled).toEqual({ user: { isDisabled: true }, userErrors: [] });
    expect(await revoked(`rv:${account.caller.userId}:2`)).not.toBeNull();
    expect(await refresh(account.refreshToken)).toMatchObject({ tokens: null });
    const login = await users.mutate(
      `sessionCreate(input: { email: "${account.email}", password: "${PASSWORD}" })`,
      'user { id }',
    );
    expect(login).toMatchObject({ user: null, userErrors: [{ __typename: 'InvalidCredentialsError' }] });
  });
});
