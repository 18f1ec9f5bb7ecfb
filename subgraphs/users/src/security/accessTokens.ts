import {
  ACCESS_TOKEN_TYPE,
  generateSigningKey,
  type Jwks,
  privateJwkSchema,
  scopesOf,
} from '@nakku/identity';
import { importJWK, SignJWT } from 'jose';
import type { UsersConfig } from '../config.ts';
import type { User } from '../domain/user.ts';
import { addKey, allKeys, type KeptKey, lockKeys } from '../store/signingKeys.ts';
import type { UsersEvents } from '../store/database.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { createSealer } from './sealed.ts';

export interface AccessTokens {
  /** Public keys of all tokens that can still be valid, and of the key that will sign next. */
  jwks(): Promise<Jwks>;
  /** A token of `user` in a session, valid until `expiresAt`. */
  sign(user: User, sessionId: string, times: { issuedAt: Date; expiresAt: Date }): Promise<string>;
  /** Follows an old key by a new one; safe to run on every replica at once. */
  rotate(now: Date): Promise<void>;
}

type SigningKey = { readonly kid: string; readonly key: Awaited<ReturnType<typeof importJWK>> };

/**
 * Keys live in the database, so that all replicas sign and publish the same ones. A new key is published before it
 * signs and an old one stays published until its last token has ended: rotation logs nobody out.
 */
export function createAccessTokens(
  db: PrismaClient,
  events: UsersEvents,
  config: UsersConfig,
  accessTokenMs: number,
): AccessTokens {
  const sealer = createSealer(config.USERS_KEY_ENCRYPTION_SECRET);
  const opened = new Map<string, Promise<SigningKey>>();
  let known: { readonly keys: readonly KeptKey[]; readonly at: number } = { keys: [], at: 0 };

  async function keys(now: Date): Promise<readonly KeptKey[]> {
    // Keys change rarely, and a new one is published long before it signs.
    const maxAgeMs = Math.min(30_000, config.USERS_KEY_LEAD_MS / 2);
    if (known.keys.length === 0 || now.getTime() - known.at > maxAgeMs) {
      known = { keys: await allKeys(db), at: now.getTime() };
    }
    return known.keys;
  }

  async function signingKey(now: Date): Promise<SigningKey> {
    const current = newestActive(await keys(now), now);
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
      const all = await keys(now);
      return { keys: stillPublished(all, now, accessTokenMs).map((key) => key.publicJwk) };
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
    async rotate(now) {
      await events.transaction(async ({ db: tx }) => {
        await lockKeys(tx);
        const kept = await allKeys(tx);
        const newest = kept[0];
        if (
          newest !== undefined &&
          now.getTime() - newest.activeFrom.getTime() < config.USERS_KEY_ROTATION_MS
        )
          return;
        const { privateJwk, publicJwk } = await generateSigningKey();
        // The very first key has nobody to wait for.
        const activeFrom = new Date(now.getTime() + (newest === undefined ? 0 : config.USERS_KEY_LEAD_MS));
        await addKey(tx, {
          kid: privateJwk.kid,
          publicJwk,
          privateJwk: sealer.seal(JSON.stringify(privateJwk)),
          activeFrom,
        });
      });
      known = { keys: [], at: 0 };
    },
  };
}

function newestActive(keys: readonly KeptKey[], now: Date): KeptKey | undefined {
  return keys.find((key) => key.activeFrom <= now);
}

/** Keys are newest first; one that a newer active key has followed for longer than a token lives is no longer needed. */
function stillPublished(keys: readonly KeptKey[], now: Date, accessTokenMs: number): readonly KeptKey[] {
  return keys.filter((_, index) => {
    const follower = keys[index - 1];
    return follower === undefined || follower.activeFrom.getTime() + 2 * accessTokenMs > now.getTime();
  });
}
