import { scopesOf } from '@nakku/identity';
import { admin, anonymous, courier, customer, operator } from '@nakku/testkit';
import { grantAdminCommand } from '../src/commands/grantAdminCommand.ts';
import { PASSWORD, startUsersHarness, type UsersHarness } from './harness.ts';

type Caller = Parameters<UsersHarness['client']['query']>[2];

describe('administration of users', () => {
  let users: UsersHarness;
  const boss = admin();
  beforeAll(async () => {
    users = await startUsersHarness();
  }, 60_000);
  afterAll(() => users.stop());

  const query = async (field: string, caller: Caller = boss) => {
    const { data, errors } = await users.client.query(`{ response: ${field} }`, {}, caller);
    return { value: data?.response, code: errors?.[0]?.extensions?.code };
  };
  const emails = (list: { edges: { node: { email: string } }[] }) => list.edges.map(({ node }) => node.email);

  test('a user is found by ID, in capitals too, and by email', async () => {
    const { caller, email } = await users.register('Find.Me@nakku.example');
    for (const by of [
      `id: "${caller.userId}"`,
      `id: "${caller.userId.toUpperCase()}"`,
      `email: "${email}"`,
      'email: "FIND.ME@nakku.example"',
    ]) {
      expect((await query(`user(by: { ${by} }) { id email }`)).value).toEqual({
        id: caller.userId,
        email: 'find.me@nakku.example',
      });
    }
    expect((await query('user(by: { id: "x" }) { id }')).value).toBeNull();
    expect((await query('user(by: { email: "nobody@nakku.example" }) { id }')).value).toBeNull();
    const both = await users.client.query(
      'query ($by: UserBy!) { user(by: $by) { id } }',
      { by: { id: caller.userId, email } },
      boss,
    );
    expect(both.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test.each([
    'user(by: { email: "known@nakku.example" }) { id }',
    'users(first: 1) { edges { cursor } }',
    'userAuditEntries(first: 1) { edges { cursor } }',
  ])('%s is for administrators', async (field) => {
    expect((await query(field, anonymous())).code).toBe('UNAUTHENTICATED');
    for (const caller of [customer(), courier(), operator(['x'])]) {
      expect((await query(field, caller)).code).toBe('FORBIDDEN');
    }
    expect((await query(field)).code).toBeUndefined();
  });

  test('a search takes every character as it is', async () => {
    await users.register('under_score@nakku.example');
    await users.register('underXscore@nakku.example');
    expect(emails((await query('users(search: "__", first: 9) { edges { node { email } } }')).value)).toEqual(
      [],
    );
    expect(emails((await query('users(search: "%%", first: 9) { edges { node { email } } }')).value)).toEqual(
      [],
    );
    expect(
      emails((await query('users(search: "r_score", first: 9) { edges { node { email } } }')).value),
    ).toEqual(['under_score@nakku.example']);
  });

  test('users of one role are listed', async () => {
    const { caller, email } = await users.register();
    await users.mutate(`userRolesSet(userId: "${caller.userId}", roles: [COURIER])`, 'user { id }', boss);
    expect(
      emails((await query('users(role: COURIER, first: 9) { edges { node { email } } }')).value),
    ).toEqual([email]);
  });

  test('a cursor of another list, or a forged one, is refused', async () => {
    const { value } = await query('users(first: 1) { pageInfo { endCursor } }');
    const after = `first: 1, after: "${value.pageInfo.endCursor}"`;
    expect((await query(`users(${after}) { edges { cursor } }`)).code).toBeUndefined();
    expect((await query(`users(role: ADMIN, ${after}) { edges { cursor } }`)).code).toBe('BAD_USER_INPUT');
    expect((await query(`users(search: "na", ${after}) { edges { cursor } }`)).code).toBe('BAD_USER_INPUT');
    const forged = Buffer.from('["x", 1, null]').toString('base64url');
    for (const field of ['users', 'userAuditEntries']) {
      expect((await query(`${field}(first: 1, after: "${forged}") { edges { cursor } }`)).code).toBe(
        'BAD_USER_INPUT',
      );
    }
  });

  test('an enabled account logs in again, with tokens that hold', async () => {
    const { caller, email } = await users.register();
    const enable = () =>
      users.mutate(`userEnable(userId: "${caller.userId}")`, 'user { isDisabled version }', boss);
    expect((await enable()).user).toEqual({ isDisabled: false, version: 1 });
    await users.mutate(`userDisable(userId: "${caller.userId}")`, 'user { id }', boss);
    expect((await enable()).user).toMatchObject({ isDisabled: false });
    const again = await users.logIn(email);
    // The gateway refuses tokens with a role version before this one, and all of `user:<id>`.
    expect((await users.claims(again.accessToken)).rv).toBe(2);
    const all = await users.redis.zscore(`${users.world.redisPrefix}nakku:revoked`, `user:${caller.userId}`);
    expect(all).toBeNull();
  });

  test('the audit log has every act and every sign-in', async () => {
    const { caller, email } = await users.register();
    await users.mutate(`sessionCreate(input: { email: "${email}", password: "not the one" })`, 'user { id }');
    await users.logIn(email);
    await users.mutate(`userRolesSet(userId: "${caller.userId}", roles: [COURIER])`, 'user { id }', boss);
    await users.mutate(`userDisable(userId: "${caller.userId}")`, 'user { id }', boss);
    await users.mutate(`userEnable(userId: "${caller.userId}")`, 'user { id }', boss);
    const entries = `edges { node { action ip user { id } changes { field before after } } } pageInfo { hasNextPage }`;
    const { value } = await query(
      `userAuditEntries(filter: { userId: "${caller.userId}" }, last: 9) { ${entries} }`,
    );
    expect(value.edges.map(({ node }: { node: { action: string } }) => node.action)).toEqual([
      'USER_ENABLED',
      'USER_DISABLED',
      'ROLES_SET',
      'SIGN_IN_SUCCEEDED',
      'SIGN_IN_REFUSED',
    ]);
    expect(value.edges[1].node.changes).toEqual([
      { field: 'status', before: '"ACTIVE"', after: '"DISABLED"' },
    ]);
    expect(value.edges[3].node.ip).toEqual(expect.any(String));
    const one = await query(
      `userAuditEntries(filter: { userId: "${caller.userId}", action: ROLES_SET }, first: 1) { ${entries} }`,
    );
    expect(one.value).toMatchObject({ edges: [{ node: { user: { id: caller.userId } } }] });
  });

  test('everybody changes the own profile and password, whatever the role', async () => {
    for (const roles of [['courier'], ['store_operator'], ['admin']] as const) {
      const { caller } = await users.register();
      const staff = { ...caller, roles, scopes: scopesOf(roles) };
      expect(
        await users.mutate('profileUpdate(input: { name: "Sam Staff" })', 'user { name }', staff),
      ).toEqual({ user: { name: 'Sam Staff' }, userErrors: [] });
      expect(
        await users.mutate(
          `passwordChange(input: { currentPassword: "${PASSWORD}", newPassword: "a new strong password" })`,
          'user { id }',
          staff,
        ),
      ).toEqual({ user: { id: caller.userId }, userErrors: [] });
    }
  });

  test('a password is the same however the keyboard writes it', async () => {
    const [composed, decomposed] = ['Zu\u0308rich-Regen-7'.normalize('NFC'), 'Zu\u0308rich-Regen-7'];
    expect(composed).not.toBe(decomposed);
    const email = 'zuerich@nakku.example';
    const made = await users.mutate(
      `userRegister(input: { email: "${email}", password: "${decomposed}", name: "Z" })`,
      'user { id }',
    );
    expect(made.userErrors).toEqual([]);
    await users.logIn(email, composed);
    await users.logIn(email, decomposed);
  });

  test('the first administrator is made by the command, once', async () => {
    const run = async (...args: string[]) => {
      const lines: string[] = [];
      const note = (line: string) => void lines.push(line);
      const isDone = await grantAdminCommand(args, users.config, { print: note, complain: note });
      return { isDone, printed: lines.join('\n') };
    };
    const { caller, email } = await users.register();
    expect(await run()).toMatchObject({ isDone: false, printed: expect.stringContaining('<email>') });
    expect(await run('nobody@nakku.example')).toMatchObject({ isDone: false });
    expect(await run(email.toUpperCase())).toEqual({
      isDone: true,
      printed: `${email} is an administrator from the next login on`,
    });
    const login = await users.logIn(email);
    expect(await users.claims(login.accessToken)).toMatchObject({ rv: 2, roles: ['customer', 'admin'] });
    expect(await run((await users.register()).email)).toMatchObject({
      isDone: false,
      printed: expect.stringContaining('There is an administrator already'),
    });
    const { value } = await query(
      `userAuditEntries(filter: { action: ADMIN_GRANTED }, first: 9) { edges { node { actor { id } user { id } } } }`,
    );
    expect(value.edges).toEqual([{ node: { actor: null, user: { id: caller.userId } } }]);
  });
});
