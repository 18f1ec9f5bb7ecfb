import type { Page } from '@nakku/graphql-kit';
import type { CourierChange, CourierChangeKind, CourierProfile } from '../domain/courierChange.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { type Key, pageSql } from './pages.ts';

interface ChangeRow {
  readonly id: string;
  readonly courier_id: string;
  readonly actor_id: string;
  readonly kind: CourierChangeKind;
  readonly before: CourierProfile | null;
  readonly after: CourierProfile;
  readonly reason: string | null;
  readonly at: Date;
}

function changeOf({ id, courier_id: courierId, actor_id: actorId, ...row }: ChangeRow): CourierChange {
  return { changeId: id, courierId, actorId, ...row };
}

/** Keeps what an administrator did to a courier, at the instant of the transaction. */
export async function insertCourierChange(db: Tx, change: Omit<CourierChange, 'at'>): Promise<void> {
  const json = (profile: CourierProfile | null) => (profile === null ? null : JSON.stringify(profile));
  await db.$executeRaw`
    INSERT INTO courier_changes (id, courier_id, actor_id, kind, before, after, reason)
    VALUES (${change.changeId}::uuid, ${change.courierId}::uuid, ${change.actorId}::uuid, ${change.kind},
            ${json(change.before)}::jsonb, ${json(change.after)}::jsonb, ${change.reason})`;
}

/** Acts on one courier, or on all, newest first. */
export async function searchCourierChanges(
  db: Tx,
  { courierId }: { readonly courierId: string | null },
  page: Page<Key>,
): Promise<CourierChange[]> {
  const conditions = courierId === null ? [] : [Prisma.sql`courier_id = ${courierId}::uuid`];
  const rows = await db.$queryRaw<ChangeRow[]>`
    SELECT id, courier_id, actor_id, kind, before, after, reason, at FROM courier_changes
    ${pageSql(page, Prisma.sql`at`, conditions)}`;
  return rows.map(changeOf);
}
