import { createAccessTokenVerifier } from '@nakku/identity';
import { eventually } from '@nakku/testkit';
import { decodeProtectedHeader } from 'jose';
import { keysCommand } from '../src/commands/keysCommand.ts';
import { createKeyRing } from '../src/app/keyRing.ts';
import { createSealer } from '../src/ports/crypto/sealer.ts';
import { startUsersHarness, type UsersHarness } from './harness.ts';

const LEAD_MS = 1_500;
let users: UsersHarness;
beforeAll(async () => {
  users = await startUsersHarness({ USERS_KEY_LEAD_MS: String(LEAD_MS) });
});
afterAll(() => users.stop());

/** The operator's command, with the configuration of the service. */
async function keys(...args: string[]): Promise<{ isWell: boolean; printed: string }> {
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  const isWell = await keysCommand(args, users.config, { print: note, complain: note });
  return { isWell, printed: lines.join('\n') };
}
async function published(): Promise<string[]> {
  const response = await fetch(`${users.url}/.well-known/jwks.json`);
  return Object(await response.json()).keys.map(({ kid, d }: { kid: string; d?: string }) => {
    expect(d).toBeUndefined();
    return kid;
  });
}
const keyOf = (token: string) => decodeProtectedHeader(token).kid;
/** As a gateway reads them: it knows the keys of its last fetch. */
const gateway = () =>
  createAccessTokenVerifier({
    jwksUrl: `${users.url}/.well-known/jwks.json`,
    issuer: 'nakku',
    audience: 'nakku-api',
    clockToleranceSeconds: 5,
    cooldownMs: 0,
  });

test('rotate: the new key is published before it signs, and nobody is logged out', async () => {
  const reader = gateway();
  const before = await users.register();
  const [first] = await published();
  expect(keyOf(before.accessToken)).toBe(first);
  await reader.verify(before.accessToken);

  const { printed } = await keys('rotate');
  const second = printed.split(' ')[0];
  expect(printed).toMatch(/^\S{43} signs from 20\S+Z$/);
  await eventually(async () => expect(await published()).toEqual([second, first]));

  await eventually(async () => expect(keyOf((await users.register()).accessToken)).toBe(second));
  const after = await users.register();
  for (const { accessToken, caller } of [before, after]) {
    expect((await reader.verify(accessToken)).claims.sub).toBe(caller.userId);
  }
  const states = (await keys('list')).printed.split('\n').map((line) => line.split(/\s+/).slice(0, 2));
  expect(states).toEqual([
    [second, 'signs'],
    [first, 'verifies'],
  ]);
  const { rows } = await users.pool.query('SELECT private_jwk FROM signing_keys');
  expect(rows.filter(({ private_jwk: sealed }) => sealed.includes('"d"'))).toEqual([]);
});

test('revoke: the key is gone, gateways are told at once, sessions go on with another key', async () => {
  const account = await users.register();
  const stolen = keyOf(account.accessToken) ?? '';
  const received: string[] = [];
  const listener = users.redis.duplicate();
  await listener.subscribe(`${users.world.redisPrefix}nakku:revocations`);
  listener.on('message', (_, message) => void received.push(message));

  expect(await keys('revoke', 'unknown')).toEqual({ isWell: false, printed: 'there is no key unknown' });
  const before = await published();
  expect(await keys('revoke', stolen)).toEqual({ isWell: true, printed: `${stolen} is gone` });
  await eventually(() => expect(received).toEqual(['1']));
  const until = await users.redis.zscore(`${users.world.redisPrefix}nakku:revoked`, `kid:${stolen}`);
  expect(Number(until)).toBeGreaterThan(Date.now() + 29 * 24 * 3_600_000);
  await eventually(async () => {
    const now = await published();
    expect(now).not.toContain(stolen);
    expect(now).toHaveLength(before.length);
  });
  await expect(gateway().verify(account.accessToken)).rejects.toMatchObject({ reason: 'invalid' });

  const renewed = await users.mutate(
    `sessionRefresh(refreshToken: "${account.refreshToken}")`,
    'tokens { accessToken }',
  );
  const { accessToken } = Object(renewed).tokens;
  expect((await gateway().verify(accessToken)).claims.sub).toBe(account.caller.userId);
  await users.redis.del(`${users.world.redisPrefix}nakku:revoked`);
  await eventually(
    async () =>
      expect(
        await users.redis.zscore(`${users.world.redisPrefix}nakku:revoked`, `kid:${stolen}`),
      ).not.toBeNull(),
    { timeoutMs: 15_000 },
  );
  listener.disconnect();
});

test('the command explains itself', async () => {
  expect(await keys('destroy')).toMatchObject({
    isWell: false,
    printed: expect.stringContaining('revoke <kid>'),
  });
  expect((await keys('revoke')).isWell).toBe(false);
});

test('replicas that rotate at once make one key; keys that nobody needs are forgotten', async () => {
  const day = 24 * 3_600_000;
  const config = {
    ...users.config,
    USERS_KEY_ROTATION_MS: 30 * day,
    USERS_KEY_LEAD_MS: 300_000,
  };
  const ring = createKeyRing(
    users.db,
    createSealer(users.config.USERS_KEY_ENCRYPTION_SECRET),
    config,
    900_000,
  );
  const ids = async () => (await ring.list()).map(({ kid }) => kid);
  const [first = ''] = await ids();
  const later = new Date(Date.now() + 31 * day);
  await Promise.all(Array.from({ length: 5 }, () => ring.rotateIfDue(later)));
  const [second, ...rest] = await ids();
  expect(rest).toEqual([first]);
  expect((await ring.rotate(new Date(later.getTime() + 299_999))).kid).toBe(second);
  await ring.rotateIfDue(new Date(later.getTime() + 300_000 + 2 * 900_000 - 1));
  expect(await ids()).toEqual([second, first]);
  await ring.rotateIfDue(new Date(later.getTime() + 300_000 + 2 * 900_000));
  expect(await ids()).toEqual([second]);
});
