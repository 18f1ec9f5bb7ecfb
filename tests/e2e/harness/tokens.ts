import { privateJwkSchema } from '@nakku/identity';
import { SignJWT, decodeJwt, importJWK } from 'jose';
import { createSealer } from '../../../subgraphs/users/src/ports/crypto/sealer.ts';
import { sql } from './database.ts';
import { system } from './system.ts';

/**
 * The token of a customer with another end, signed with the key that users signs with: what nobody can wait for.
 * @param secondsFromNow negative: it has ended
 */
export async function tokenThatEnds(accessToken: string, secondsFromNow: number): Promise<string> {
  const [row] = await sql<{ kid: string; private_jwk: string }>(
    'users',
    'SELECT kid, private_jwk FROM signing_keys WHERE active_from <= now() ORDER BY active_from DESC LIMIT 1',
  );
  if (!row) throw new Error('users has no signing key');
  const sealed = createSealer(system.keySecret).open(row.private_jwk);
  const key = await importJWK(privateJwkSchema.parse(JSON.parse(sealed)), 'EdDSA');
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ ...decodeJwt(accessToken), iat: now - 900, exp: now + secondsFromNow })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: row.kid })
    .sign(key);
}
