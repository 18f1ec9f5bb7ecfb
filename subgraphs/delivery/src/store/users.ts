import type { Tx } from './database.ts';

/** What delivery needs to know of a user: who may be made a courier, who may ride. */
export interface KnownUser {
  readonly userId: string;
  readonly status: 'ACTIVE' | 'DISABLED' | 'DELETED';
  readonly isCourier: boolean;
}

/** Keeps what is known of a user. Newer wins; the inbox drops what is older. */
export async function putUser(db: Tx, user: KnownUser): Promise<void> {
  await db.$executeRaw`
    INSERT INTO users (id, status, is_courier)
    VALUES (${user.userId}::uuid, ${user.status}, ${user.isCourier})
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, is_courier = excluded.is_courier`;
}

/** Whether there is such an account (a deleted one is none), which then stays until the transaction ends. */
export async function keepUser(db: Tx, userId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE id = ${userId}::uuid AND status <> 'DELETED' FOR SHARE`;
  return rows.length === 1;
}
