import { deleteOldNotifications } from '../store/notifications.ts';
import type { Deps } from './deps.ts';

/** Notifications that one transaction deletes. */
const BATCH = 500;
const DAY_MS = 86_400_000;

/** Deletes notifications that are older than they are kept. */
export async function pruneNotifications(deps: Deps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.config.NOTIFICATIONS_RETENTION_DAYS * DAY_MS);
  while ((await deps.platform.transaction((tx) => deleteOldNotifications(tx.db, before, BATCH))) === BATCH);
}
