import { createHmac } from 'node:crypto';
import { IDENTITY_TYPE, privateJwkSchema } from '@nakku/identity';
import { SignJWT, decodeJwt, decodeProtectedHeader, importJWK } from 'jose';
import pg from 'pg';
import { createSealer } from '../../../subgraphs/users/src/ports/crypto/sealer.ts';
import type { World } from './world.ts';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The token with another header or other claims and the signature of before, or none. */
export function tampered(
  token: string,
  header: object,
  claims: object,
  o: { unsigned?: boolean } = {},
): string {
  const signature = o.unsigned ? '' : (token.split('.')[2] ?? '');
  return [
    base64({ ...decodeProtectedHeader(token), ...header }),
    base64({ ...decodeJwt(token), ...claims }),
    signature,
  ].join('.');
}

/** The token signed by HMAC, with a secret that everybody can read. */
export function hmacSigned(token: string, secret: string): string {
  const text = `${base64({ ...decodeProtectedHeader(token), alg: 'HS256' })}.${base64(decodeJwt(token))}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** The token with other claims, signed by the very key of users: what only time or another installation could make. */
export async function signedByUsers({ production }: World, token: string, claims: object): Promise<string> {
  const database = new pg.Client({ connectionString: production.system.databaseUrl('users') });
  await database.connect();
  try {
    const { rows } = await database.query<{ kid: string; private_jwk: string }>(
      'SELECT kid, private_jwk FROM signing_keys WHERE active_from <= now() ORDER BY active_from DESC LIMIT 1',
    );
    const [row] = rows;
    if (!row) throw new Error('users has no signing key');
    const sealer = createSealer(production.secrets.USERS_KEY_ENCRYPTION_SECRET ?? '');
    const jwk = privateJwkSchema.parse(JSON.parse(sealer.open(row.private_jwk)));
    return await new SignJWT({ ...decodeJwt(token), ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: row.kid })
      .sign(await importJWK(jwk, 'EdDSA'));
  } finally {
    await database.end();
  }
}

/** An identity of an anonymous caller for a subgraph, as the gateway signs it, with one thing changed. */
export async function identityFor(
  { production }: World,
  audience: string,
  over: { readonly iat?: number; readonly typ?: string } = {},
): Promise<string> {
  const jwk = privateJwkSchema.parse(JSON.parse(production.secrets.IDENTITY_PRIVATE_JWK ?? ''));
  const issuedAt = over.iat ?? Math.floor(Date.now() / 1_000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', typ: over.typ ?? IDENTITY_TYPE, kid: jwk.kid })
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 30)
    .sign(await importJWK(jwk, 'EdDSA'));
}
