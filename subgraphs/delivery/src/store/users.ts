import type { UserState } from '@nakku/contracts';
import type { Sql } from './database.ts';

/** What delivery knows of users, from their events. Newer wins; the inbox drops what is older. */
export async function putUser(sql: Sql, user: UserState): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO users (id, status, is_courier)
    VALUES (${user.userId}::uuid, ${user.status}, ${user.roles.includes('courier')})
    ON CONFLICT (id) DO UPDATE SET status = excluded.status, is_courier = excluded.is_courier`;
}

/** Whether there is such an account (a deleted one is none). */
export async function userExists(sql: Sql, userId: string): Promise<boolean> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE id = ${userId}::uuid AND status <> 'DELETED'`;
  return rows.length === 1;
}
