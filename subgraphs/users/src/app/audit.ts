import { changesBetween } from '@nakku/service';
import type { AuditAction } from '../domain/audit.ts';
import type { User } from '../domain/user.ts';
import { insertAuditEntry } from '../store/auditEntries.ts';
import type { Tx } from '../store/database.ts';
import type { Deps } from './deps.ts';

type Ids = Pick<Deps, 'newId'>;

/** Writes down a sign-in; `userId` is null when there is no such account. */
export async function auditSignIn(
  db: Tx,
  { newId }: Ids,
  outcome: 'SUCCEEDED' | 'REFUSED' | 'DISABLED',
  userId: string | null,
  ip: string,
  at: Date,
): Promise<void> {
  await insertAuditEntry(db, {
    id: newId(),
    at,
    action: `SIGN_IN_${outcome}`,
    actorId: outcome === 'SUCCEEDED' ? userId : null,
    subjectId: userId,
    ip,
    changes: [],
  });
}

/**
 * Writes down what changed in a user's rights, in the transaction of the act. `actorId` is null for an operator's
 * command.
 */
export async function auditRights(
  db: Tx,
  { newId }: Ids,
  act: { readonly action: AuditAction; readonly actorId: string | null },
  before: User,
  after: User,
  at: Date,
): Promise<void> {
  const changes = changesBetween(before, after, ['roles', 'storeIds', 'status']);
  await insertAuditEntry(db, { id: newId(), at, ...act, subjectId: after.id, ip: null, changes });
}
