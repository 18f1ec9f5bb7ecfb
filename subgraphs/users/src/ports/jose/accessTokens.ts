import { ACCESS_TOKEN_TYPE, privateJwkSchema, scopesOf } from '@nakku/identity';
import { importJWK, SignJWT } from 'jose';
import type { AccessTokens, Sealer } from '../../app/ports.ts';
import type { UsersConfig } from '../../config.ts';
import { signing, stillNeeded } from '../../domain/signingKeys.ts';
import type { KeptKey } from '../../store/signingKeys.ts';

type SigningKey = { readonly kid: string; readonly key: Awaited<ReturnType<typeof importJWK>> };

/** For so long a replica may go on signing with a key that was revoked on another. */
const keysMaxAgeMs = 2_000;

/**
 * `readKeys` reads the keys of the database, newest first. They live there so that all replicas sign and publish the same ones. A new key is published before it
 * signs and an old one stays published until its last token has ended: rotation logs nobody out.
 */
export function createAccessTokens(
  readKeys: () => Promise<readonly KeptKey[]>,
  sealer: Sealer,
  config: Pick<UsersConfig, 'ACCESS_TOKEN_ISSUER' | 'ACCESS_TOKEN_AUDIENCE' | 'USERS_KEY_LEAD_MS'>,
  accessTokenMs: number,
): AccessTokens {
  const opened = new Map<string, Promise<SigningKey>>();
  let known: { readonly keys: readonly KeptKey[]; readonly at: number } = { keys: [], at: 0 };

  async function keys(now: Date): Promise<readonly KeptKey[]> {
    const maxAgeMs = Math.min(keysMaxAgeMs, config.USERS_KEY_LEAD_MS / 2);
    if (known.keys.length === 0 || now.getTime() - known.at > maxAgeMs) {
      known = { keys: await readKeys(), at: now.getTime() };
    }
    return known.keys;
  }

  async function signingKey(now: Date): Promise<SigningKey> {
    const current = signing(await keys(now), now);
    if (current === undefined) throw new Error('there is no signing key: the rotation job has not run yet');
    const open = async () => ({
      kid: current.kid,
      key: await importJWK(privateJwkSchema.parse(JSON.parse(sealer.open(current.privateJwk))), 'EdDSA'),
    });
    const key = opened.get(current.kid) ?? open();
    opened.set(current.kid, key);
    return key;
  }

  return {
    async jwks() {
      const now = new Date();
      const published = stillNeeded(await keys(now), now, accessTokenMs);
      return { keys: published.map((key) => key.publicJwk) };
    },
    async sign(user, sessionId, { issuedAt, expiresAt }) {
      const { kid, key } = await signingKey(issuedAt);
      return new SignJWT({
        sid: sessionId,
        rv: user.roleVersion,
        roles: [...user.roles],
        scope: scopesOf(user.roles).join(' '),
        stores: [...user.storeIds],
      })
        .setProtectedHeader({ alg: 'EdDSA', typ: ACCESS_TOKEN_TYPE, kid })
        .setSubject(user.id)
        .setIssuer(config.ACCESS_TOKEN_ISSUER)
        .setAudience(config.ACCESS_TOKEN_AUDIENCE)
        .setIssuedAt(Math.floor(issuedAt.getTime() / 1000))
        .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
        .sign(key);
    },
  };
}
