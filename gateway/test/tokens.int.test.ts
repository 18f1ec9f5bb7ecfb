import { generateSigningKey } from '@nakku/identity';
import { eventually } from '@nakku/testkit';
import { importJWK, SignJWT } from 'jose';
import { WebSocket } from 'ws';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
});

const refused = {
  errors: [
    {
      message: 'The access token is not valid',
      extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' },
    },
  ],
};
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token whose header names a key that nobody published. */
async function byAStranger(): Promise<string> {
  const { privateJwk } = await generateSigningKey();
  return new SignJWT({ sid: 's1', rv: 1, roles: ['admin'], scope: 'users:admin', stores: [] })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: privateJwk.kid })
    .setSubject('u1')
    .setIssuer('nakku')
    .setAudience('nakku-api')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(await importJWK(privateJwk, 'EdDSA'));
}

test('two hundred tokens with unknown keys cost one fetch of keys, over HTTP and the socket alike', async () => {
  await world.execute('{ me { id } }', { token: await world.token() });
  const before = world.keyFetches();
  const tokens = await Promise.all(Array.from({ length: 200 }, byAStranger));
  const responses = await Promise.all(
    tokens.slice(0, 150).map((token) => world.execute('{ me { id } }', { token })),
  );
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([401]));
  expect(responses[0]?.body).toEqual(refused);
  expect(await Promise.all(tokens.slice(150).map(closeOf))).toEqual(
    Array.from({ length: 50 }, () => ({ code: 4403, reason: 'TOKEN_INVALID' })),
  );
  expect(world.keyFetches() - before).toBeLessThanOrEqual(1);
  expect((await world.execute('{ me { id } }', { token: await world.token() })).status).toBe(200);
});

test('a token without a signature is refused, over HTTP and the socket alike', async () => {
  const [, body] = (await world.token({ roles: ['admin'] })).split('.');
  const token = `${part({ alg: 'none', typ: 'at+jwt', kid: world.keyId })}.${body}.`;
  expect((await world.execute('{ me { id } }', { token })).body).toEqual(refused);
  expect(await closeOf(token)).toEqual({ code: 4403, reason: 'TOKEN_INVALID' });
});

test.each([
  ['a scheme that is not Bearer', (token: string) => `Basic ${token}`],
  ['no scheme', (token: string) => token],
  ['two tokens', (token: string) => `Bearer ${token} ${token}`],
  ['an empty token', () => 'Bearer '],
])('%s is refused, not taken for a guest', async (_, write) => {
  const headers = { authorization: write(await world.token()) };
  expect(await world.execute('{ trips { id } }', { headers })).toMatchObject({ status: 401, body: refused });
});

test('a token in the address is no credential', async () => {
  const query = encodeURIComponent('{ me { id } }');
  const token = await world.token();
  const url = `${world.gateway.url}/graphql?query=${query}&access_token=${token}&authorization=Bearer%20${token}`;
  const response = await (await fetch(url)).json();
  expect(Object(response).data).toEqual({ me: null });
});

/** How the gateway closes a socket that shows this token. */
async function closeOf(token: string): Promise<{ code: number; reason: string }> {
  const ws = new WebSocket(`${world.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  let closed: { code: number; reason: string } | undefined;
  ws.on('open', () =>
    ws.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
  );
  ws.on('close', (code, reason) => void (closed = { code, reason: String(reason) }));
  await eventually(() => expect(closed).toBeDefined());
  return closed ?? { code: 0, reason: '' };
}
