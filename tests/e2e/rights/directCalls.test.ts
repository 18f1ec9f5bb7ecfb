import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IDENTITY_TYPE, createIdentitySigner, privateJwkSchema } from '@nakku/identity';
import type { Caller } from '@nakku/identity';
import { createClient } from 'graphql-ws';
import { SignJWT, importJWK } from 'jose';
import { WebSocket } from 'ws';
import { sql } from '../harness/database.ts';
import { post } from '../harness/raw.ts';
import type { Subgraph } from '../harness/system.ts';
import { SUBGRAPHS, system } from '../harness/system.ts';

/** The key of the gateway itself: each identity below has one thing wrong and nothing else. */
const secrets: Record<string, string> = JSON.parse(
  readFileSync(path.join(system.state, 'secrets.json'), 'utf8'),
);
const privateJwk = privateJwkSchema.parse(JSON.parse(secrets.identityPrivateJwk ?? ''));
const caller: Caller = { kind: 'anonymous' };
const signer = createIdentitySigner({ privateJwk });
const minute = 60;

async function signed(audience: string, over: { iat?: number; typ?: string } = {}): Promise<string> {
  const issuedAt = over.iat ?? Math.floor(Date.now() / 1_000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', typ: over.typ ?? IDENTITY_TYPE, kid: privateJwk.kid })
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 30)
    .sign(await importJWK(privateJwk, 'EdDSA'));
}

const anHourAgo = Math.floor(Date.now() / 1_000) - 60 * minute;
const elsewhere = (name: Subgraph): Subgraph => (name === 'orders' ? 'cart' : 'orders');
const identities: [string, (name: Subgraph) => Promise<string | undefined>][] = [
  ['no identity', () => Promise.resolve(undefined)],
  ['one for another subgraph', (name) => signer.sign(caller, elsewhere(name))],
  ['one that has ended', (name) => signed(name, { iat: anHourAgo })],
  ['one of another type', (name) => signed(name, { typ: 'at+jwt' })],
];

/** What a subgraph's socket says to a subscription with this identity. */
async function overSocket(name: Subgraph, identity: string | undefined): Promise<string> {
  const client = createClient({
    url: `${system.url(name).replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const extensions = identity === undefined ? {} : { identity };
  try {
    const first = await client.iterate({ query: 'subscription { __typename }', extensions }).next();
    return JSON.stringify(first);
  } catch (error) {
    return JSON.stringify(error);
  } finally {
    await client.dispose();
  }
}

describe.each(SUBGRAPHS)('%s, called directly', (name) => {
  test.each(identities)('with %s, refuses everybody, over HTTP and the socket alike', async (_, make) => {
    const identity = await make(name);
    const headers: Record<string, string> = identity === undefined ? {} : { 'x-nakku-identity': identity };
    const { status, data, errors } = await post({ query: '{ __typename }', url: system.url(name), headers });
    expect({ status, data, codes: errors?.map(({ extensions }) => extensions?.code) }).toEqual({
      status: 401,
      data: undefined,
      codes: ['UNAUTHENTICATED'],
    });
    expect(await overSocket(name, identity)).toContain('A signed identity is required');
  });

  test('serves the gateway', async () => {
    const headers = { 'x-nakku-identity': await signed(name) };
    const { status, data } = await post({ query: '{ __typename }', url: system.url(name), headers });
    expect({ status, data }).toEqual({ status: 200, data: { __typename: 'Query' } });
  });
});

test('fifty aliased logins in one request are refused before any password is tried', async () => {
  const count = async () =>
    (await sql<{ n: string }>('users', 'SELECT count(*) AS n FROM audit_entries'))[0]?.n;
  const before = await count();
  const guesses = Array.from(
    { length: 50 },
    (_, i) =>
      `a${i}: sessionCreate(input: { email: "customer@nakku.example", password: "guess ${i}" }) { user { id } }`,
  );
  const { status, errors } = await post({ query: `mutation { ${guesses.join(' ')} }` });
  expect([status, errors?.map(({ extensions }) => extensions?.code)]).toEqual([400, ['OPERATION_TOO_LARGE']]);
  expect(await count()).toBe(before);
});
