import { generateKeyPairSync } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { JWK } from 'jose';
import {
  callerOf,
  createAccessTokenVerifier,
  generateSigningKey,
  publicJwkSchema,
  TokenRefused,
} from '../src/index.ts';
import type { PrivateJwk, PublicJwk } from '../src/index.ts';

const at = Date.UTC(2026, 0, 15, 12);
const claims = {
  sub: 'u-1',
  sid: 's-1',
  rv: 2,
  roles: ['customer'],
  scope: 'cart:write orders:read',
  stores: [],
  iss: 'https://users.test',
  aud: 'nakku',
  iat: at / 1000,
  exp: at / 1000 + 900,
};

let keys: { privateJwk: PrivateJwk; publicJwk: PublicJwk };
beforeAll(async () => {
  keys = await generateSigningKey();
});

async function token(
  over: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  key: JWK = keys.privateJwk,
) {
  return new SignJWT({ ...claims, ...over })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid ?? '', ...header })
    .sign(await importJWK(key, String(header.alg ?? 'EdDSA')));
}

function verifier(now = () => at, jwks = { keys: [keys.publicJwk] }) {
  const rules = { issuer: 'https://users.test', audience: 'nakku', clockToleranceSeconds: 5 };
  return createAccessTokenVerifier({ ...rules, jwks, now });
}

test('a valid token gives its claims and its caller', async () => {
  const verified = await verifier().verify(await token());
  expect(verified).toEqual({
    sub: 'u-1',
    sid: 's-1',
    rv: 2,
    roles: ['customer'],
    scope: 'cart:write orders:read',
    stores: [],
    iat: claims.iat,
    exp: claims.exp,
  });
  expect(callerOf(verified, 'hash')).toEqual({
    kind: 'user',
    userId: 'u-1',
    sessionId: 's-1',
    roleVersion: 2,
    roles: ['customer'],
    scopes: ['cart:write', 'orders:read'],
    storeIds: [],
    cartTokenHash: 'hash',
  });
});

test('ES256 is accepted, RS256 and EdDSA under the wrong key are not', async () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecPublic = publicJwkSchema.parse({
    ...ec.publicKey.export({ format: 'jwk' }),
    kid: 'ec',
    alg: 'ES256',
  });
  const ecPrivate = { ...ec.privateKey.export({ format: 'jwk' }), kid: 'ec' };
  const both = { keys: [keys.publicJwk, ecPublic] };
  const signed = await token({}, { alg: 'ES256' }, ecPrivate);
  expect(await verifier(() => at, both).verify(signed)).toMatchObject({ sub: 'u-1' });
  await expect(verifier().verify(signed)).rejects.toMatchObject({ reason: 'invalid' });
  const stranger = await generateSigningKey();
  const underKnownId = await token({}, { kid: keys.privateJwk.kid }, stranger.privateJwk);
  await expect(verifier().verify(underKnownId)).rejects.toMatchObject({ reason: 'invalid' });
});

test('an expired token says so, fresh or from the cache', async () => {
  let now = at;
  const checked = verifier(() => now);
  const known = await token();
  await checked.verify(known);
  now = at + 904_999;
  expect(await checked.verify(known)).toMatchObject({ sub: 'u-1' });
  now = at + 905_000;
  await expect(checked.verify(known)).rejects.toMatchObject({ name: 'TokenRefused', reason: 'expired' });
  await expect(verifier(() => now).verify(known)).rejects.toMatchObject({ reason: 'expired' });
});

test.each([
  ['another issuer', { iss: 'https://evil.test' }, {}],
  ['another audience', { aud: 'other' }, {}],
  ['the type of an identity', {}, { typ: 'nakku-identity+jwt' }],
  ['no type', {}, { typ: undefined }],
  ['no session', { sid: undefined }, {}],
  ['a role that does not exist', { roles: ['root'] }, {}],
  ['a negative role version', { rv: -1 }, {}],
])('%s is invalid', async (_name, over, header) => {
  await expect(verifier().verify(await token(over, header))).rejects.toMatchObject({ reason: 'invalid' });
});

test.each(['', 'a.b.c', 'x'.repeat(20_000)])('nonsense %# is invalid', async (nonsense) => {
  await expect(verifier().verify(nonsense)).rejects.toBeInstanceOf(TokenRefused);
});

test('a clock tolerance above a minute is a mistake', () => {
  const rules = { issuer: 'i', audience: 'a', jwks: { keys: [keys.publicJwk] } };
  expect(() => createAccessTokenVerifier({ ...rules, clockToleranceSeconds: 61 })).toThrow(RangeError);
});
