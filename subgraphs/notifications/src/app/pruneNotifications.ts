import { deleteOldNotifications } from '../store/notifications.ts';
import { deleteOldReceipts } from '../store/receipts.ts';
import type { Deps } from './deps.ts';

/** Notifications that one transaction deletes. */
const BATCH = 500;
const DAY_MS = 86_400_000;

/** Deletes notifications and receipts that are older than they are kept. */
export async function pruneNotifications(deps: Deps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.config.NOTIFICATIONS_RETENTION_DAYS * DAY_MS);
  for (const deleteOld of [deleteOldNotifications, deleteOldReceipts])
    while ((await deps.platform.transaction((tx) => deleteOld(tx.db, before, BATCH))) === BATCH);
}
