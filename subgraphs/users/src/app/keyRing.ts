import { generateSigningKey } from '@nakku/identity';
import type { UsersConfig } from '../config.ts';
import { signing, stillNeeded, waiting } from '../domain/signingKeys.ts';
import type { Db, Tx } from '../store/database.ts';
import { addRevocations, type KeptRevocation } from '../store/revocations.ts';
import { addKey, allKeys, type KeptKey, lockKeys, removeKeys } from '../store/signingKeys.ts';
import type { Sealer } from './ports.ts';

/** Whoever has a stolen key chooses when its tokens end, so it is remembered for as long as a key usually lives. */
const revokedKeyMs = 30 * 24 * 3_600_000;

export interface KeyRing {
  /** Follows an old key by a new one and forgets keys that nobody needs; safe to run on every replica at once. */
  rotateIfDue(now: Date): Promise<void>;
  /** A new key whatever the age of the last; returns one that already waits for its turn instead. */
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
  db: Db,
  sealer: Sealer,
  config: Pick<UsersConfig, 'USERS_KEY_ROTATION_MS' | 'USERS_KEY_LEAD_MS'>,
  accessTokenMs: number,
): KeyRing {
  async function addNew(tx: Tx, activeFrom: Date): Promise<KeptKey> {
    const { privateJwk, publicJwk } = await generateSigningKey();
    const sealed = sealer.seal(JSON.stringify(privateJwk));
    const key: KeptKey = { kid: privateJwk.kid, publicJwk, privateJwk: sealed, activeFrom };
    await addKey(tx, key);
    return key;
  }

  /** The very first key has nobody to wait for. */
  const afterLead = (now: Date, isFirst: boolean) =>
    new Date(now.getTime() + (isFirst ? 0 : config.USERS_KEY_LEAD_MS));

  function alone<T>(work: (tx: Tx, kept: readonly KeptKey[]) => Promise<T>): Promise<T> {
    return db.$transaction(async (tx) => {
      await lockKeys(tx);
      return work(tx, await allKeys(tx));
    });
  }

  return {
    list: () => allKeys(db),
    rotateIfDue: (now) =>
      alone(async (tx, kept) => {
        const [newest] = kept;
        const age = newest === undefined ? Infinity : now.getTime() - newest.activeFrom.getTime();
        if (age >= config.USERS_KEY_ROTATION_MS) await addNew(tx, afterLead(now, newest === undefined));
        const needed = new Set(stillNeeded(kept, now, accessTokenMs));
        const old = kept.filter((key) => !needed.has(key));
        if (old.length > 0)
          await removeKeys(
            tx,
            old.map(({ kid }) => kid),
          );
      }),
    rotate: (now) =>
      alone(async (tx, kept) => waiting(kept, now) ?? addNew(tx, afterLead(now, kept.length === 0))),
    revoke: (kid, now) =>
      alone(async (tx, kept) => {
        const revoked = kept.find((key) => key.kid === kid);
        if (revoked === undefined) return null;
        await removeKeys(tx, [kid]);
        // An older key that would sign again may have been taken with it.
        if (signing(kept, now) === revoked) await addNew(tx, now);
        const revocation = { member: `kid:${kid}`, endsAt: new Date(now.getTime() + revokedKeyMs) };
        await addRevocations(tx, [revocation], now);
        return revocation;
      }),
  };
}
