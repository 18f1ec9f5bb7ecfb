import type { Sql } from './database.ts';

/** Something that is void before it ends. */
export interface KeptRevocation {
  /** `sid:<session>`, `user:<user>`, `rv:<user>:<role version>` or `kid:<signing key>`. */
  readonly member: string;
  readonly endsAt: Date;
}

export async function addRevocations(
  sql: Sql,
  revocations: readonly KeptRevocation[],
  revokedAt: Date,
): Promise<void> {
  await sql.revocation.createMany({
    data: revocations.map((one) => ({ ...one, revokedAt })),
    skipDuplicates: true,
  });
}

/** What was revoked since `since`, and every key, as far as it has not ended by `now`. */
export async function recentRevocations(sql: Sql, since: Date, now: Date): Promise<KeptRevocation[]> {
  return sql.revocation.findMany({
    where: {
      endsAt: { gt: now },
      OR: [{ revokedAt: { gte: since } }, { member: { startsWith: 'kid:' } }],
    },
    select: { member: true, endsAt: true },
  });
}

/** Forgets what has ended. */
export async function pruneRevocations(sql: Sql, now: Date): Promise<void> {
  await sql.revocation.deleteMany({ where: { endsAt: { lt: now } } });
}
