import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
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
    keyId: keys.publicJwk.kid,
    claims: {
      sub: 'u-1',
      sid: 's-1',
      rv: 2,
      roles: ['customer'],
      scope: 'cart:write orders:read',
      stores: [],
      iat: claims.iat,
      exp: claims.exp,
    },
  });
  expect(callerOf(verified.claims, 'hash')).toEqual({
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
  expect(await verifier(() => at, both).verify(signed)).toMatchObject({ claims: { sub: 'u-1' } });
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
  expect(await checked.verify(known)).toMatchObject({ claims: { sub: 'u-1' } });
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

describe('time', () => {
  const seconds = at / 1000;
  const toleranceOf = (clockToleranceSeconds: number) =>
    createAccessTokenVerifier({
      issuer: 'https://users.test',
      audience: 'nakku',
      clockToleranceSeconds,
      jwks: { keys: [keys.publicJwk] },
      now: () => at,
    });

  test.each([
    ['ended within the tolerance', { exp: seconds - 59 }, undefined],
    ['ended before it', { exp: seconds - 60 }, 'expired'],
    ['begins within the tolerance', { nbf: seconds + 60 }, undefined],
    ['begins after it', { nbf: seconds + 61 }, 'invalid'],
    ['never ends', { exp: undefined }, 'invalid'],
    ['ends at a text', { exp: 'tomorrow' }, 'invalid'],
  ])('a token that %s', async (_, over, reason) => {
    const verified = toleranceOf(60).verify(await token(over));
    if (reason === undefined) expect(await verified).toMatchObject({ claims: { sub: 'u-1' } });
    else await expect(verified).rejects.toMatchObject({ name: 'TokenRefused', reason });
  });
});

describe('forged tokens', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = (over: object) => part({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.publicJwk.kid, ...over });
  const refused = { name: 'TokenRefused', reason: 'invalid' };

  test('the tool that forges makes valid tokens, so that each refusal has one cause', async () => {
    expect(await verifier().verify(await token())).toMatchObject({ claims: { sub: 'u-1' } });
  });

  test.each(['none', 'None', 'NONE', 'nOnE', ''])('alg %j, without a signature', async (alg) => {
    for (const signature of ['', 'AA']) {
      await expect(verifier().verify(`${head({ alg })}.${part(claims)}.${signature}`)).rejects.toMatchObject(
        refused,
      );
    }
  });

  test.each(['HS256', 'HS384', 'HS512'])('%s with the public key as the secret', async (alg) => {
    const { x } = keys.publicJwk;
    const der = createPublicKey({ key: { ...keys.publicJwk }, format: 'jwk' });
    const secrets = [
      x,
      Buffer.from(x, 'base64url'),
      JSON.stringify(keys.publicJwk),
      der.export({ type: 'spki', format: 'pem' }),
      der.export({ type: 'spki', format: 'der' }),
    ];
    const signed = `${head({ alg })}.${part(claims)}`;
    for (const secret of secrets) {
      const mac = createHmac(alg.replace('HS', 'sha'), secret).update(signed).digest('base64url');
      await expect(verifier().verify(`${signed}.${mac}`)).rejects.toMatchObject(refused);
    }
  });

  test.each(['RS256', 'PS256', 'ES384', 'ES512'])('%s is not on the list', async (alg) => {
    const pairs = {
      RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
      PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
      ES384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      ES512: () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
    };
    const pair = Object(pairs)[alg]();
    const signed = await token({}, { alg }, pair.privateKey.export({ format: 'jwk' }));
    await expect(verifier().verify(signed)).rejects.toMatchObject(refused);
  });

  test('a key in the header is not used, nor is an address of one asked', async () => {
    let requests = 0;
    const stranger = await generateSigningKey();
    const server = createServer((_, response) => {
      requests += 1;
      response.end(JSON.stringify({ keys: [stranger.publicJwk] }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${Object(server.address()).port}/keys`;
    try {
      const headers = [
        { jwk: stranger.publicJwk },
        { jku: url },
        { x5u: url },
        { x5c: [stranger.publicJwk.x] },
        { kid: stranger.publicJwk.kid, jku: url, jwk: stranger.publicJwk },
        { kid: url },
        { kid: '../../../../dev/null' },
        { kid: "' OR '1'='1" },
      ];
      for (const header of headers) {
        const signed = await token({}, header, stranger.privateJwk);
        await expect(verifier().verify(signed)).rejects.toMatchObject(refused);
      }
      expect(requests).toBe(0);
    } finally {
      server.close();
    }
  });

  test.each([
    ['an extension that must be understood', { crit: ['exp'], exp: 1 }],
    ['one that nobody knows', { crit: ['https://evil.test/admin'], 'https://evil.test/admin': true }],
    ['an unencoded payload', { crit: ['b64'], b64: false }],
    ['an empty list of extensions', { crit: [] }],
  ])('crit: %s', async (_, over) => {
    const input = `${head(over)}.${part(claims)}`;
    const key = createPrivateKey({ key: { ...keys.privateJwk }, format: 'jwk' });
    const signature = sign(null, Buffer.from(input), key).toString('base64url');
    await expect(verifier().verify(`${input}.${signature}`)).rejects.toMatchObject(refused);
  });

  test('changed claims, a cut and a foreign signature', async () => {
    const [header = '', body = '', signature = ''] = (await token()).split('.');
    const other = await token({ roles: ['admin'] }, {}, (await generateSigningKey()).privateJwk);
    const forged = [
      `${header}.${part({ ...claims, roles: ['admin'] })}.${signature}`,
      `${header}.${body}.`,
      `${header}.${body}`,
      `${header}.${body}.${signature.slice(0, -2)}`,
      `${header}.${body}.${other.split('.')[2]}`,
      `${header}.${body}.${signature}.${signature}`,
    ];
    for (const one of forged) await expect(verifier().verify(one)).rejects.toMatchObject(refused);
  });

  test('a token that names no key', async () => {
    const signed = await token({}, { kid: undefined });
    await expect(verifier().verify(signed)).rejects.toMatchObject(refused);
  });
});

test('a set with a secret or a private key in it is refused whole', () => {
  const rules = { issuer: 'i', audience: 'a', clockToleranceSeconds: 5 };
  const sets = [{ kty: 'oct', k: 'c2VjcmV0', kid: 's' }, keys.privateJwk];
  for (const key of sets) {
    expect(() =>
      createAccessTokenVerifier({ ...rules, jwks: Object({ keys: [keys.publicJwk, key] }) }),
    ).toThrow();
  }
});

test('a clock tolerance above a minute is a mistake', () => {
  const rules = { issuer: 'i', audience: 'a', jwks: { keys: [keys.publicJwk] } };
  expect(() => createAccessTokenVerifier({ ...rules, clockToleranceSeconds: 61 })).toThrow(RangeError);
});
