import { type PublicJwk, publicJwkSchema } from '@nakku/identity';
import type { Tx } from './database.ts';

export interface KeptKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  /** Sealed. */
  readonly privateJwk: string;
  readonly activeFrom: Date;
}

/** Keys that can matter, newest first. */
export async function allKeys(db: Tx): Promise<KeptKey[]> {
  const rows = await db.signingKey.findMany({ orderBy: { activeFrom: 'desc' }, take: 20 });
  return rows.map((row) => ({ ...row, publicJwk: publicJwkSchema.parse(row.publicJwk) }));
}

/** One replica at a time decides on a new key. */
export async function lockKeys(db: Tx): Promise<void> {
  await db.$executeRaw`LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE`;
}

export async function addKey(db: Tx, key: KeptKey): Promise<void> {
  await db.$executeRaw`
    INSERT INTO signing_keys (kid, public_jwk, private_jwk, active_from)
    VALUES (${key.kid}, ${JSON.stringify(key.publicJwk)}::jsonb, ${key.privateJwk}, ${key.activeFrom})`;
}

export async function removeKeys(db: Tx, kids: readonly string[]): Promise<void> {
  await db.signingKey.deleteMany({ where: { kid: { in: [...kids] } } });
}
