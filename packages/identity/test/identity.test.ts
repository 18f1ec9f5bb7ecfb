import { createHmac } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import {
  createIdentitySigner,
  createIdentityVerifier,
  generateSigningKey,
  hashCartToken,
  IDENTITY_TYPE,
  IdentityRefused,
  scopesOf,
} from '../src/index.ts';
import type { Caller, PrivateJwk, PublicJwk } from '../src/index.ts';

const at = Date.UTC(2026, 0, 15, 12);
const user: Caller = {
  kind: 'user',
  userId: 'u-1',
  sessionId: 's-1',
  roleVersion: 3,
  roles: ['store_operator'],
  scopes: scopesOf(['store_operator']),
  storeIds: ['st-1', 'st-2'],
  cartTokenHash: hashCartToken('secret'),
};

let privateJwk: PrivateJwk;
let publicJwk: PublicJwk;
beforeAll(async () => {
  ({ privateJwk, publicJwk } = await generateSigningKey());
});

function verifier(audience = 'orders', now = () => at) {
  return createIdentityVerifier({ publicJwks: { keys: [publicJwk] }, audience, now });
}

function signer(now = () => at) {
  return createIdentitySigner({ privateJwk, now });
}

/** A token of any make, signed with the real key unless said otherwise. */
async function forge(o: {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: PrivateJwk;
}): Promise<string> {
  const seconds = at / 1000;
  return new SignJWT({
    sub: 'u-1',
    sid: 's-1',
    rv: 1,
    roles: [],
    scopes: [],
    stores: [],
    aud: 'orders',
    iat: seconds,
    exp: seconds + 30,
    ...o.claims,
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: IDENTITY_TYPE, kid: privateJwk.kid, ...o.header })
    .sign(await importJWK(o.key ?? privateJwk, 'EdDSA'));
}

const refused = expect.objectContaining({ name: 'IdentityRefused' });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a signed identity', () => {
  test('names its caller to its audience, guests as well', async () => {
    const guests: Caller[] = [
      { kind: 'anonymous' },
      { kind: 'anonymous', cartTokenHash: hashCartToken('t') },
    ];
    for (const caller of [user, ...guests]) {
      expect(await verifier().verify(await signer().sign(caller, 'orders'))).toEqual(caller);
    }
  });

  test('a guest has no subject in the token', async () => {
    const token = await signer().sign({ kind: 'anonymous' }, 'orders');
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toEqual({ aud: 'orders', iat: at / 1000, exp: at / 1000 + 30 });
  });

  test('lives 30 s and 5 s of tolerance, also from the cache', async () => {
    let now = at;
    const checked = verifier('orders', () => now);
    const token = await signer().sign(user, 'orders');
    await checked.verify(token);
    now = at + 34_999;
    expect(await checked.verify(token)).toEqual(user);
    expect(await verifier('orders', () => now).verify(token)).toEqual(user);
    now = at + 35_000;
    await expect(checked.verify(token)).rejects.toEqual(refused);
    await expect(verifier('orders', () => now).verify(token)).rejects.toEqual(refused);
  });

  test('is signed again after 20 s, or for another audience or another right', async () => {
    let now = at;
    const sign = signer(() => now);
    const first = await sign.sign(user, 'orders');
    now = at + 19_999;
    expect(await sign.sign({ ...user }, 'orders')).toBe(first);
    expect(await sign.sign(user, 'cart')).not.toBe(first);
    expect(await sign.sign({ ...user, roleVersion: 4 }, 'orders')).not.toBe(first);
    expect(await sign.sign({ ...user, cartTokenHash: hashCartToken('other') }, 'orders')).not.toBe(first);
    now = at + 20_000;
    expect(await sign.sign(user, 'orders')).not.toBe(first);
  });
});

test('while the key is changed both are accepted, then the old one no more', async () => {
  const next = await generateSigningKey();
  const during = createIdentityVerifier({
    publicJwks: { keys: [publicJwk, next.publicJwk] },
    audience: 'orders',
    now: () => at,
  });
  const signedByNext = await createIdentitySigner({ privateJwk: next.privateJwk, now: () => at }).sign(
    user,
    'orders',
  );
  const signedByOld = await signer().sign(user, 'orders');
  expect(await during.verify(signedByOld)).toEqual(user);
  expect(await during.verify(signedByNext)).toEqual(user);
  const after = createIdentityVerifier({
    publicJwks: { keys: [next.publicJwk] },
    audience: 'orders',
    now: () => at,
  });
  expect(await after.verify(signedByNext)).toEqual(user);
  await expect(after.verify(signedByOld)).rejects.toEqual(refused);
});

describe('refused', () => {
  test('for another audience', async () => {
    const token = await signer().sign(user, 'orders');
    await expect(verifier('payments').verify(token)).rejects.toEqual(refused);
  });

  test('signed with another key, also under the known key id', async () => {
    const stranger = await generateSigningKey();
    await expect(verifier().verify(await forge({ key: stranger.privateJwk }))).rejects.toEqual(refused);
    const foreignKid = await forge({ key: stranger.privateJwk, header: { kid: stranger.privateJwk.kid } });
    await expect(verifier().verify(foreignKid)).rejects.toEqual(refused);
  });

  test('changed after it was signed', async () => {
    const [head, , signature] = (await forge({})).split('.');
    const claims = part({
      sub: 'admin',
      sid: 's',
      rv: 1,
      roles: ['admin'],
      scopes: [],
      stores: [],
      aud: 'orders',
      iat: at / 1000,
      exp: at / 1000 + 30,
    });
    await expect(verifier().verify(`${head}.${claims}.${signature}`)).rejects.toEqual(refused);
  });

  test('alg none', async () => {
    const [, claims] = (await forge({})).split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      const head = part({ alg, typ: IDENTITY_TYPE, kid: privateJwk.kid });
      await expect(verifier().verify(`${head}.${claims}.`)).rejects.toEqual(refused);
    }
  });

  test('HS256 with the public key as the secret', async () => {
    const [, claims] = (await forge({})).split('.');
    const head = part({ alg: 'HS256', typ: IDENTITY_TYPE, kid: privateJwk.kid });
    for (const secret of [publicJwk.x, Buffer.from(publicJwk.x, 'base64url'), JSON.stringify(publicJwk)]) {
      const mac = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url');
      await expect(verifier().verify(`${head}.${claims}.${mac}`)).rejects.toEqual(refused);
    }
  });

  test.each([
    ['an access token', { header: { typ: 'at+jwt' } }],
    ['a token without a type', { header: { typ: undefined } }],
    ['a user without a session', { claims: { sid: undefined } }],
    ['a user with an unknown role', { claims: { roles: ['root'] } }],
    ['an anonymous one with rights', { claims: { sub: '' } }],
    ['scopes as text', { claims: { scopes: 'orders:read' } }],
    ['no end', { claims: { exp: undefined } }],
    ['no beginning', { claims: { iat: undefined } }],
    ['no audience', { claims: { aud: undefined } }],
    ['a life of an hour', { claims: { iat: at / 1000 - 3600, exp: at / 1000 + 10 } }],
    ['a beginning in the future', { claims: { iat: at / 1000 + 60, exp: at / 1000 + 90 } }],
    ['a critical extension', { header: { crit: ['exp'] } }],
  ])('%s', async (_name, forged) => {
    const token = await forge(forged).catch(() => 'unsigned');
    await expect(verifier().verify(token)).rejects.toEqual(refused);
  });

  test.each(['', 'a', 'a.b', 'a.b.c', '....', `${'x'.repeat(20_000)}.y.z`])('nonsense %#', async (token) => {
    await expect(verifier().verify(token)).rejects.toBeInstanceOf(IdentityRefused);
  });
});

test('the untouched forgery tool makes valid tokens, so that each refusal above has one cause', async () => {
  expect(await verifier().verify(await forge({}))).toMatchObject({
    kind: 'user',
    userId: 'u-1',
    storeIds: [],
  });
});

test('scopes of several roles are united, sorted and without doubles', () => {
  expect(scopesOf([])).toEqual([]);
  expect(scopesOf(['courier'])).toEqual([
    'deliveries:read',
    'deliveries:write',
    'positions:write',
    'profile:read',
    'profile:write',
  ]);
  expect(scopesOf(['store_operator'])).toEqual([
    'profile:read',
    'profile:write',
    'refunds:write',
    'stock:read',
    'stock:write',
    'store-orders:read',
    'store-orders:write',
  ]);
  expect(scopesOf(['admin', 'store_operator'])).toEqual(scopesOf(['admin']));
  expect(scopesOf(['admin'])).toEqual([
    'catalog:write',
    'couriers:admin',
    'operations:read',
    'operations:write',
    'orders:read',
    'profile:read',
    'profile:write',
    'refunds:write',
    'stock:read',
    'stock:write',
    'store-orders:read',
    'store-orders:write',
    'stores:write',
    'users:admin',
  ]);
});

test('the hash of a cart token is sha256 in base64url', () => {
  expect(hashCartToken('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
});
