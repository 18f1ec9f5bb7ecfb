import { createPlatform } from '@nakku/messaging';
import { openDatabase } from '@nakku/service';
import { v7 as uuidv7 } from 'uuid';
import { grantAdmin } from '../app/grantAdmin.ts';
import type { UsersConfig } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { Terminal } from './keysCommand.ts';

const usage = `node dist/commands/grantAdmin.js <email>
  makes the account of this email address the first administrator; refused once there is one`;

/**
 * Makes the first administrator with the database's credentials; the running service publishes the change.
 * @returns whether it was done
 */
export async function grantAdminCommand(
  [email, ...rest]: readonly string[],
  config: UsersConfig,
  { print, complain }: Terminal,
): Promise<boolean> {
  if (email === undefined || email.startsWith('-') || rest.length > 0) {
    complain(usage);
    return false;
  }
  const { pool, adapter } = openDatabase({ url: config.DATABASE_URL, poolSize: 2, service: 'users' });
  const db = new PrismaClient({ adapter });
  const platform = createPlatform({
    service: 'users',
    db,
    databaseUrl: config.DATABASE_URL,
    kafka: { brokers: config.KAFKA_BROKERS, topicPrefix: config.KAFKA_TOPIC_PREFIX },
  });
  try {
    const result = await grantAdmin({ platform, newId: () => uuidv7() }, email, new Date());
    switch (result.kind) {
      case 'done':
        print(`${result.user.email} is an administrator from the next login on`);
        return true;
      case 'admin_exists':
        complain('There is an administrator already, who can set the roles of others (userRolesSet).');
        return false;
      case 'not_found':
        complain(`There is no account of ${email}: register it first.`);
        return false;
      case 'not_active':
        complain(`The account of ${email} is disabled.`);
        return false;
    }
  } finally {
    await platform.stop();
    await db.$disconnect();
    await pool.end();
  }
}
