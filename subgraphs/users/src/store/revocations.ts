import type { Tx } from './database.ts';

/** Something that is void before it ends. */
export interface KeptRevocation {
  /** `sid:<session>`, `user:<user>`, `rv:<user>:<role version>` or `kid:<signing key>`. */
  readonly member: string;
  readonly endsAt: Date;
}

export async function addRevocations(
  db: Tx,
  revocations: readonly KeptRevocation[],
  revokedAt: Date,
): Promise<void> {
  await db.revocation.createMany({
    data: revocations.map((one) => ({ ...one, revokedAt })),
    skipDuplicates: true,
  });
}

/** What was revoked since `since`, and every key, as far as it has not ended by `now`. */
export async function recentRevocations(db: Tx, since: Date, now: Date): Promise<KeptRevocation[]> {
  return db.revocation.findMany({
    where: {
      endsAt: { gt: now },
      OR: [{ revokedAt: { gte: since } }, { member: { startsWith: 'kid:' } }],
    },
    select: { member: true, endsAt: true },
  });
}

/** Forgets what has ended. */
export async function deleteEndedRevocations(db: Tx, now: Date): Promise<void> {
  await db.revocation.deleteMany({ where: { endsAt: { lt: now } } });
}
