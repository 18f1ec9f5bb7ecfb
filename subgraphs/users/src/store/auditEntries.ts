import type { Page } from '@nakku/graphql-kit';
import { auditChange, type AuditEntry, type AuditFilter, auditQuery } from '@nakku/service';
import { z } from 'zod';
import { AUDIT_ACTIONS, type AuditAction, SIGN_IN_ACTIONS } from '../domain/audit.ts';
import type { Tx } from './database.ts';

export type UserAuditEntry = AuditEntry<AuditAction>;

const action = z.enum(AUDIT_ACTIONS);
const changes = z.array(auditChange);

export async function insertAuditEntry(db: Tx, entry: UserAuditEntry): Promise<void> {
  await db.auditEntry.create({ data: { ...entry, changes: entry.changes.map((change) => ({ ...change })) } });
}

/** Entries of a page, newest first, one more than it holds. */
export async function listAuditEntries(
  db: Tx,
  filter: AuditFilter<AuditAction>,
  page: Page<string>,
): Promise<UserAuditEntry[]> {
  const rows = await db.auditEntry.findMany(auditQuery(filter, page));
  return rows.map((row) => ({
    ...row,
    action: action.parse(row.action),
    changes: changes.parse(row.changes),
  }));
}

/** Forgets sign-ins before `before`. */
export async function deleteSignIns(db: Tx, before: Date): Promise<void> {
  await db.auditEntry.deleteMany({ where: { action: { in: SIGN_IN_ACTIONS }, at: { lt: before } } });
}

/** Erases the sign-ins of a user. */
export async function deleteSignInsOf(db: Tx, userId: string): Promise<void> {
  await db.auditEntry.deleteMany({ where: { action: { in: SIGN_IN_ACTIONS }, subjectId: userId } });
}
