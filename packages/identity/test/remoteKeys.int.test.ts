import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import { createAccessTokenVerifier, generateSigningKey } from '../src/index.ts';
import type { PrivateJwk, PublicJwk } from '../src/index.ts';

interface Key {
  privateJwk: PrivateJwk;
  publicJwk: PublicJwk;
}

let server: Server;
let url: string;
let reply: { status: number; keys: PublicJwk[] };
let fetches: number;

beforeEach(async () => {
  fetches = 0;
  server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: reply.keys }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  url = `http://127.0.0.1:${address.port}/.well-known/jwks.json`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

async function token({ privateJwk }: Key, subject = 'u-1'): Promise<string> {
  return new SignJWT({ sid: 's', rv: 1, roles: [], scope: '', stores: [] })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: privateJwk.kid })
    .setSubject(subject)
    .setIssuer('i')
    .setAudience('a')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(await importJWK(privateJwk, 'EdDSA'));
}

const verifier = (cooldownMs: number) =>
  createAccessTokenVerifier({
    jwksUrl: url,
    issuer: 'i',
    audience: 'a',
    clockToleranceSeconds: 5,
    cooldownMs,
  });

test('keys are fetched once for many tokens at once; unknown key ids fetch once per cooldown', async () => {
  const [key, stranger] = [await generateSigningKey(), await generateSigningKey()];
  reply = { status: 200, keys: [key.publicJwk] };
  const verify = verifier(60_000).verify;
  await Promise.all(Array.from({ length: 20 }, async (_, i) => verify(await token(key, `u-${i}`))));
  expect(fetches).toBe(1);
  for (let i = 0; i < 20; i += 1) {
    await expect(verify(await token(stranger, `u-${i}`))).rejects.toMatchObject({ reason: 'invalid' });
  }
  expect(fetches).toBe(1);
});

test('a rotated key is found by its unknown id; a key that is gone is refused, also for tokens known before', async () => {
  const [old, fresh] = [await generateSigningKey(), await generateSigningKey()];
  reply = { status: 200, keys: [old.publicJwk] };
  const verify = verifier(0).verify;
  const known = await token(old);
  await verify(known);
  reply.keys = [old.publicJwk, fresh.publicJwk];
  expect(await verify(await token(fresh))).toMatchObject({ claims: { sub: 'u-1' } });
  expect(await verify(known)).toMatchObject({ claims: { sub: 'u-1' } });
  reply.keys = [fresh.publicJwk];
  await expect(verify(await token(await generateSigningKey()))).rejects.toMatchObject({ reason: 'invalid' });
  await expect(verify(known)).rejects.toMatchObject({ reason: 'invalid' });
});

test('without keys it is nobody’s fault; once known they outlive an outage', async () => {
  const key = await generateSigningKey();
  reply = { status: 503, keys: [] };
  const early = verifier(0);
  await expect(early.verify(await token(key))).rejects.toMatchObject({ name: 'KeysUnavailable' });
  reply = { status: 200, keys: [key.publicJwk] };
  expect(await early.verify(await token(key))).toMatchObject({ claims: { sub: 'u-1' } });
  reply = { status: 503, keys: [] };
  expect(await early.verify(await token(key, 'u-2'))).toMatchObject({ claims: { sub: 'u-2' } });
  await expect(early.verify(await token(await generateSigningKey()))).rejects.toMatchObject({
    reason: 'invalid',
  });
});
