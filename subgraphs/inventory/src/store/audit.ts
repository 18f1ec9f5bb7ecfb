import type { Page } from '@nakku/graphql-kit';
import { z } from 'zod';
import { type AuditEntry, type NewAuditEntry, STORE_ACTS } from '../domain/audit.ts';
import type { Tx } from './database.ts';

/** Writes acts down; they are never changed and never removed. */
export async function insertAudit(tx: Tx, entries: readonly NewAuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.storeAuditEntry.createMany({
    data: entries.map(({ changes, ...entry }) => ({
      ...entry,
      changes: changes.map((change) => ({ ...change })),
    })),
  });
}

/** Place of an entry in the audit of one store; ids are in the order of time. */
export const auditKey = (storeId: string) => z.tuple([z.literal(storeId), z.uuid()]);
export type AuditKey = z.infer<ReturnType<typeof auditKey>>;

const acts = z.enum(STORE_ACTS);
const changesSchema = z.array(
  z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
);

/** The audit of a store, newest first, one more than the page holds, in reading order. */
export async function auditPage(tx: Tx, storeId: string, page: Page<AuditKey>): Promise<AuditEntry[]> {
  const rows = await tx.storeAuditEntry.findMany({
    where: { storeId, ...(page.cursor ? { id: { [page.backward ? 'gt' : 'lt']: page.cursor[1] } } : {}) },
    orderBy: { id: page.backward ? 'asc' : 'desc' },
    take: page.limit + 1,
  });
  return rows.map((row) => ({ ...row, act: acts.parse(row.act), changes: changesSchema.parse(row.changes) }));
}
