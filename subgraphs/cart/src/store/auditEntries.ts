import type { Page } from '@nakku/graphql-kit';
import { auditChange, type AuditEntry, type AuditFilter, auditQuery } from '@nakku/service';
import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditAction } from '../domain/audit.ts';
import type { Tx } from './database.ts';

export type PromotionAuditEntry = AuditEntry<AuditAction>;

const action = z.enum(AUDIT_ACTIONS);
const changes = z.array(auditChange);

export async function insertAuditEntry(db: Tx, entry: PromotionAuditEntry): Promise<void> {
  await db.auditEntry.create({ data: { ...entry, changes: entry.changes.map((change) => ({ ...change })) } });
}

/** Entries of a page, newest first, one more than it holds. */
export async function listAuditEntries(
  db: Tx,
  filter: AuditFilter<AuditAction>,
  page: Page<string>,
): Promise<PromotionAuditEntry[]> {
  const rows = await db.auditEntry.findMany(auditQuery(filter, page));
  return rows.map((row) => ({
    ...row,
    action: action.parse(row.action),
    changes: changes.parse(row.changes),
  }));
}
