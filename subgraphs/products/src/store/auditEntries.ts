import type { Page } from '@nakku/graphql-kit';
import { type AuditEntry, type AuditFilter, auditQuery } from '@nakku/service';
import type { AuditAction } from '../domain/audit.ts';
import type { Tx } from './database.ts';
import { auditEntryOf } from './rows.ts';

export type CatalogAuditEntry = AuditEntry<AuditAction>;

export async function insertAuditEntry(db: Tx, entry: CatalogAuditEntry): Promise<void> {
  await db.auditEntry.create({ data: { ...entry, changes: entry.changes.map((change) => ({ ...change })) } });
}

/** Entries of a page, newest first, one more than it holds. */
export async function listAuditEntries(
  db: Tx,
  filter: AuditFilter<AuditAction>,
  page: Page<string>,
): Promise<CatalogAuditEntry[]> {
  return (await db.auditEntry.findMany(auditQuery(filter, page))).map(auditEntryOf);
}
