import { anonymous } from '@nakku/testkit';
import { PASSWORD, startUsersHarness, type UsersHarness } from './harness.ts';

const REFRESH = 'tokens { refreshToken }';
const CLIENT_IP = 'x-nakku-client-ip';

describe('limits of attempts', () => {
  let users: UsersHarness;
  beforeAll(async () => {
    users = await startUsersHarness({
      AUTH_LIMIT_PER_ACCOUNT: '5',
      AUTH_LIMIT_PER_IP: '40',
      AUTH_LIMIT_PER_ACCOUNT_AND_IP: '5',
      AUTH_LIMIT_REGISTER_PER_IP: '40',
      AUTH_LIMIT_REFRESH_PER_ACCOUNT: '3',
      AUTH_LIMIT_REFRESH_PER_IP: '10',
    });
  });
  afterAll(() => users.stop());

  const login = (email: string, password: string) =>
    `sessionCreate(input: { email: "${email}", password: "${password}" })
      { user { id } userErrors { __typename ... on TooManyAttemptsError { retryAfterSeconds } } }`;
  const register = (email: string) =>
    `userRegister(input: { email: "${email}", password: "${PASSWORD}", name: "N" })
      { user { id } userErrors { __typename } }`;

  /** One request with these mutations under aliases, from this address. @returns what each was refused with */
  async function request(fields: readonly string[], ip: string): Promise<string[]> {
    const aliased = fields.map((field, index) => `a${index}: ${field}`).join('\n');
    const { data, errors } = await users.client.query(`mutation { ${aliased} }`, {}, anonymous(), {
      [CLIENT_IP]: ip,
    });
    expect(errors).toBeUndefined();
    return Object.values(data ?? {}).map(({ userErrors }) => userErrors[0]?.__typename ?? 'done');
  }
  const counted = (refusals: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const one of refusals) counts[one] = (counts[one] ?? 0) + 1;
    return counts;
  };
  const rows = async (table: string) =>
    Number((await users.pool.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n);

  test('fifty aliased logins in one request count as fifty', async () => {
    const account = await users.register();
    const [sessions, tried] = [await rows('sessions'), await rows('audit_entries')];
    const guesses = Array.from({ length: 50 }, (_, index) => login(account.email, `guess ${index}`));
    expect(counted(await request(guesses, '192.0.2.1'))).toEqual({
      InvalidCredentialsError: 5,
      TooManyAttemptsError: 45,
    });
    expect(await rows('audit_entries')).toBe(tried + 5);
    expect(await request([login(account.email, PASSWORD)], '192.0.2.2')).toEqual(['TooManyAttemptsError']);
    expect(await rows('sessions')).toBe(sessions);
  });

  test('fifty parallel guesses count one by one', async () => {
    const account = await users.register();
    const refusals = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        request([login(account.email, `guess ${index}`)], `192.0.2.${100 + index}`),
      ),
    );
    expect(counted(refusals.flat())).toEqual({ InvalidCredentialsError: 5, TooManyAttemptsError: 45 });
  });

  test('many accounts from one address are limited together, elsewhere nobody is', async () => {
    const guesses = Array.from({ length: 50 }, (_, index) => login(`u${index}@spray.example`, 'guess'));
    expect(counted(await request(guesses, '198.51.100.1'))).toEqual({
      InvalidCredentialsError: 40,
      TooManyAttemptsError: 10,
    });
    const account = await users.register();
    expect(await request([login(account.email, PASSWORD)], '198.51.100.1')).toEqual(['TooManyAttemptsError']);
    expect(await request([login(account.email, PASSWORD)], '198.51.100.2')).toEqual(['done']);
  });

  test('addresses of one IPv6 network count together', async () => {
    const from = (host: number) => request([login(`h${host}@six.example`, 'guess')], `2001:db8:1:2::${host}`);
    const refusals = await Promise.all(Array.from({ length: 41 }, (_, host) => from(host + 1)));
    expect(counted(refusals.flat())).toEqual({ InvalidCredentialsError: 40, TooManyAttemptsError: 1 });
    expect(await request([login('h@six.example', 'guess')], '2001:db8:1:3::1')).toEqual([
      'InvalidCredentialsError',
    ]);
  });

  test('a success forgets the failures of the account', async () => {
    const account = await users.register();
    const wrong = Array.from({ length: 4 }, () => login(account.email, 'guess'));
    expect(counted(await request([...wrong, login(account.email, PASSWORD)], '203.0.113.1'))).toEqual({
      InvalidCredentialsError: 4,
      done: 1,
    });
    expect(counted(await request(wrong, '203.0.113.1'))).toEqual({ InvalidCredentialsError: 4 });
  });

  test('registrations are limited by address of the mail and of the network, beside logins', async () => {
    const before = await rows('users');
    const same = Array.from({ length: 7 }, () => register('same@register.example'));
    expect(counted(await request(same, '203.0.113.2'))).toEqual({
      done: 1,
      EmailTakenError: 4,
      TooManyAttemptsError: 2,
    });
    expect(await request([login('same@register.example', PASSWORD)], '203.0.113.3')).toEqual(['done']);
    const many = Array.from({ length: 40 }, (_, index) => register(`r${index}@register.example`));
    expect(counted(await request(many, '203.0.113.2'))).toEqual({ done: 33, TooManyAttemptsError: 7 });
    expect(await rows('users')).toBe(before + 34);
  });

  test('refreshes are limited by account, and guesses of tokens by address; the session lives on', async () => {
    const account = await users.register();
    let token = account.refreshToken;
    const refresh = async (ip: string) => {
      const { data } = await users.client.query(
        `mutation { sessionRefresh(refreshToken: "${token}")
          { ${REFRESH} userErrors { __typename ... on TooManyAttemptsError { retryAfterSeconds } } } }`,
        {},
        anonymous(),
        { [CLIENT_IP]: ip },
      );
      const response = data?.sessionRefresh;
      token = response.tokens?.refreshToken ?? token;
      return response.userErrors[0];
    };
    for (let i = 0; i < 3; i += 1) expect(await refresh('203.0.113.4')).toBeUndefined();
    expect(await refresh('203.0.113.5')).toEqual({
      __typename: 'TooManyAttemptsError',
      retryAfterSeconds: expect.any(Number),
    });
    const { rows: alive } = await users.pool.query(
      'SELECT count(*) AS n FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id' +
        ' WHERE s.id = $1 AND t.rotated_at IS NULL AND s.revoked_at IS NULL',
      [account.caller.sessionId],
    );
    expect(alive).toEqual([{ n: '1' }]);
    const guesses = Array.from(
      { length: 12 },
      (_, index) => `sessionRefresh(refreshToken: "guess-${index}") { userErrors { __typename } }`,
    );
    expect(counted(await request(guesses, '203.0.113.6'))).toEqual({
      InvalidRefreshTokenError: 10,
      TooManyAttemptsError: 2,
    });
  });

  test('no address of a mail is in Redis', async () => {
    const keys = await users.redis.keys(`${users.world.redisPrefix}*attempts*`);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => /@|example/.test(key))).toEqual([]);
  });
});

describe('limits as they are by default', () => {
  let users: UsersHarness;
  beforeAll(async () => {
    users = await startUsersHarness({ AUTH_LIMIT_PER_ACCOUNT: '20', AUTH_LIMIT_REGISTER_PER_IP: '3' });
  }, 60_000);
  afterAll(() => users.stop());

  const attempt = async (field: string, ip: string): Promise<string> => {
    const { data, errors } = await users.client.query(
      `mutation { payload: ${field} { user { id } userErrors { __typename } } }`,
      {},
      anonymous(),
      { [CLIENT_IP]: ip },
    );
    expect(errors).toBeUndefined();
    return data?.payload.userErrors[0]?.__typename ?? 'done';
  };
  const login = (email: string, password: string, ip: string) =>
    attempt(`sessionCreate(input: { email: "${email}", password: "${password}" })`, ip);
  const register = (email: string, ip: string) =>
    attempt(`userRegister(input: { email: "${email}", password: "${PASSWORD}", name: "N" })`, ip);

  test('wrong passwords from elsewhere do not lock the owner out', async () => {
    const email = 'owner@nakku.example';
    expect(await register(email, '198.51.100.10')).toBe('done');
    for (let n = 0; n < 10; n += 1) {
      expect(await login(email, 'guess', '203.0.113.10')).toBe('InvalidCredentialsError');
    }
    expect(await login(email, 'guess', '203.0.113.10')).toBe('TooManyAttemptsError');
    // From a network that the account has never been in, and from the one it registered in.
    expect(await login(email, PASSWORD, '198.51.100.11')).toBe('done');
    expect(await login(email, PASSWORD, '198.51.100.10')).toBe('done');
  });

  test('many addresses together are limited, but for those that the account knows', async () => {
    const email = 'target@nakku.example';
    expect(await register(email, '198.51.100.20')).toBe('done');
    for (let n = 0; n < 20; n += 1) {
      expect(await login(email, 'guess', `203.0.113.${100 + n}`)).toBe('InvalidCredentialsError');
    }
    expect(await login(email, PASSWORD, '203.0.113.200')).toBe('TooManyAttemptsError');
    expect(await login(email, PASSWORD, '198.51.100.20')).toBe('done');
    // The login from a known network opens the account for all again.
    expect(await login(email, PASSWORD, '203.0.113.200')).toBe('done');
  });

  test('registrations have a budget of their own per address', async () => {
    const ip = '192.0.2.77';
    for (let n = 0; n < 3; n += 1) expect(await register(`own${n}@nakku.example`, ip)).toBe('done');
    expect(await register('own3@nakku.example', ip)).toBe('TooManyAttemptsError');
    expect(await login('own0@nakku.example', PASSWORD, ip)).toBe('done');
    expect(await register('own3@nakku.example', '192.0.2.78')).toBe('done');
  });
});

describe('without Redis', () => {
  let users: UsersHarness;
  beforeAll(async () => {
    users = await startUsersHarness({
      REDIS_URL: 'redis://127.0.0.1:1',
      AUTH_LIMIT_PER_ACCOUNT: '3',
      AUTH_LIMIT_PER_ACCOUNT_AND_IP: '3',
      AUTH_LIMIT_REFRESH_PER_ACCOUNT: '3',
    });
  });
  afterAll(() => users.stop());

  test('logins are refused, with the right password too, and nothing is written', async () => {
    const account = await users.register();
    for (const password of [PASSWORD, 'guess']) {
      const login = await users.mutate(
        `sessionCreate(input: { email: "${account.email}", password: "${password}" })`,
        'user { id } tokens { accessToken }',
      );
      expect(login).toMatchObject({
        user: null,
        tokens: null,
        userErrors: [{ __typename: 'LoginUnavailableError' }],
      });
    }
    expect((await users.pool.query('SELECT 1 FROM audit_entries')).rows).toEqual([]);
    const { rows } = await users.pool.query('SELECT count(*) AS n FROM sessions WHERE user_id = $1', [
      account.caller.userId,
    ]);
    expect(rows).toEqual([{ n: '1' }]);
  });

  test('registrations and refreshes go on, counted by the replica alone', async () => {
    const account = await users.register();
    let token = account.refreshToken;
    const refresh = async () => {
      const response = await users.mutate(`sessionRefresh(refreshToken: "${token}")`, REFRESH);
      const { tokens } = response;
      token = Object(tokens).refreshToken ?? token;
      return response.userErrors[0]?.__typename;
    };
    expect([await refresh(), await refresh(), await refresh(), await refresh()]).toEqual([
      undefined,
      undefined,
      undefined,
      'TooManyAttemptsError',
    ]);
  });
});
