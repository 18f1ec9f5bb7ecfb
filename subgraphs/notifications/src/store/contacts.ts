import type { Tx } from './database.ts';

/** Where emails to a user go. */
export interface Contact {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

/** Keeps an address, unless the account is erased. A new address has not bounced. */
export async function putContact(db: Tx, { userId, email, name }: Contact): Promise<void> {
  await db.$executeRaw`
    INSERT INTO contacts AS c (user_id, email, name)
    SELECT ${userId}::uuid, ${email}, ${name}
     WHERE NOT EXISTS (SELECT FROM recipients WHERE user_id = ${userId}::uuid AND erased_at IS NOT NULL)
    ON CONFLICT (user_id) DO UPDATE
       SET email = excluded.email, name = excluded.name,
           bounced_at = CASE WHEN c.email = excluded.email THEN c.bounced_at END`;
}

export async function deleteContact(db: Tx, userId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM contacts WHERE user_id = ${userId}::uuid`;
}

/** Nothing is sent to this address any more, as long as it is the user's. */
export async function markBounced(db: Tx, userId: string, email: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE contacts SET bounced_at = ${now}::timestamptz
     WHERE user_id = ${userId}::uuid AND email = ${email} AND bounced_at IS NULL`;
}
