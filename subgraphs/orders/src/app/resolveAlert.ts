import { findAlert, resolveAlertRow } from '../store/alerts.ts';
import type { StoredAlert } from '../store/alerts.ts';
import type { Deps } from './deps.ts';

export interface ResolveAlert {
  readonly alertId: string;
  readonly actorId: string;
  /** Whether the caller is staff of this store. */
  isStaffOf(storeId: string): boolean;
}

export type ResolveAlertResult =
  { readonly kind: 'done'; readonly alert: StoredAlert } | { readonly kind: 'not_found' };

/** Takes an alert off the operators' list, in the name of the person who has dealt with it. */
export async function resolveAlert(
  { platform, now }: Deps,
  { alertId: id, actorId: by, isStaffOf }: ResolveAlert,
): Promise<ResolveAlertResult> {
  return platform.transaction(async (tx): Promise<ResolveAlertResult> => {
    const found = await findAlert(tx.db, id);
    if (!found || !isStaffOf(found.storeId)) return { kind: 'not_found' };
    if (!(await resolveAlertRow(tx.db, { id, by, at: now() }))) return { kind: 'done', alert: found.alert };
    const resolved = await findAlert(tx.db, id);
    return resolved ? { kind: 'done', alert: resolved.alert } : { kind: 'not_found' };
  });
}
