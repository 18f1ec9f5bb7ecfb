import { type PublicJwk, publicJwkSchema } from '@nakku/identity';
import type { Sql } from './database.ts';

export interface KeptKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  /** Sealed. */
  readonly privateJwk: string;
  readonly activeFrom: Date;
}

/** Keys that can matter, newest first. */
export async function allKeys(sql: Sql): Promise<KeptKey[]> {
  const rows = await sql.signingKey.findMany({ orderBy: { activeFrom: 'desc' }, take: 20 });
  return rows.map((row) => ({ ...row, publicJwk: publicJwkSchema.parse(row.publicJwk) }));
}

/** One replica at a time decides on a new key. */
export async function lockKeys(sql: Sql): Promise<void> {
  await sql.$executeRaw`LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE`;
}

export async function addKey(sql: Sql, key: KeptKey): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO signing_keys (kid, public_jwk, private_jwk, active_from)
    VALUES (${key.kid}, ${JSON.stringify(key.publicJwk)}::jsonb, ${key.privateJwk}, ${key.activeFrom})`;
}

export async function removeKeys(sql: Sql, kids: readonly string[]): Promise<void> {
  await sql.signingKey.deleteMany({ where: { kid: { in: [...kids] } } });
}
