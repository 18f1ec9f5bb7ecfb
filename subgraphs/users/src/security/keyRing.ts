import { generateSigningKey } from '@nakku/identity';
import type { UsersConfig } from '../config.ts';
import { signing, stillNeeded, waiting } from '../domain/signingKeys.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Sql } from '../store/database.ts';
import { addRevocations, type KeptRevocation } from '../store/revocations.ts';
import { addKey, allKeys, type KeptKey, lockKeys, removeKeys } from '../store/signingKeys.ts';
import { createSealer } from './sealed.ts';

/** Whoever has a stolen key chooses when its tokens end, so it is remembered for as long as a key usually lives. */
const revokedKeyMs = 30 * 24 * 3_600_000;

export interface KeyRing {
  /** Follows an old key by a new one and forgets keys that nobody needs; safe to run on every replica at once. */
  rotateIfDue(now: Date): Promise<void>;
  /** A new key whatever the age of the last; one that waits for its turn already is answered instead. */
  rotate(now: Date): Promise<KeptKey>;
  /**
   * A key that somebody else may have: it is gone at once, its tokens are void once the revocation is announced, and
   * another one signs from now on. @returns the revocation; null if there is no such key
   */
  revoke(kid: string, now: Date): Promise<KeptRevocation | null>;
  /** Newest first. */
  list(): Promise<readonly KeptKey[]>;
}

/** The signing keys in the database, which all replicas share. */
export function createKeyRing(
  db: PrismaClient,
  config: Pick<UsersConfig, 'USERS_KEY_ENCRYPTION_SECRET' | 'USERS_KEY_ROTATION_MS' | 'USERS_KEY_LEAD_MS'>,
  accessTokenMs: number,
): KeyRing {
  const sealer = createSealer(config.USERS_KEY_ENCRYPTION_SECRET);

  async function addNew(sql: Sql, activeFrom: Date): Promise<KeptKey> {
    const { privateJwk, publicJwk } = await generateSigningKey();
    const sealed = sealer.seal(JSON.stringify(privateJwk));
    const key: KeptKey = { kid: privateJwk.kid, publicJwk, privateJwk: sealed, activeFrom };
    await addKey(sql, key);
    return key;
  }

  /** The very first key has nobody to wait for. */
  const afterLead = (now: Date, isFirst: boolean) =>
    new Date(now.getTime() + (isFirst ? 0 : config.USERS_KEY_LEAD_MS));

  function alone<T>(work: (sql: Sql, kept: readonly KeptKey[]) => Promise<T>): Promise<T> {
    return db.$transaction(async (sql) => {
      await lockKeys(sql);
      return work(sql, await allKeys(sql));
    });
  }

  return {
    list: () => allKeys(db),
    rotateIfDue: (now) =>
      alone(async (sql, kept) => {
        const [newest] = kept;
        const age = newest === undefined ? Infinity : now.getTime() - newest.activeFrom.getTime();
        if (age >= config.USERS_KEY_ROTATION_MS) await addNew(sql, afterLead(now, newest === undefined));
        const needed = new Set(stillNeeded(kept, now, accessTokenMs));
        const old = kept.filter((key) => !needed.has(key));
        if (old.length > 0)
          await removeKeys(
            sql,
            old.map(({ kid }) => kid),
          );
      }),
    rotate: (now) =>
      alone(async (sql, kept) => waiting(kept, now) ?? addNew(sql, afterLead(now, kept.length === 0))),
    revoke: (kid, now) =>
      alone(async (sql, kept) => {
        const revoked = kept.find((key) => key.kid === kid);
        if (revoked === undefined) return null;
        await removeKeys(sql, [kid]);
        // An older key that would sign again may have been taken with it.
        if (signing(kept, now) === revoked) await addNew(sql, now);
        const revocation = { member: `kid:${kid}`, endsAt: new Date(now.getTime() + revokedKeyMs) };
        await addRevocations(sql, [revocation], now);
        return revocation;
      }),
  };
}
