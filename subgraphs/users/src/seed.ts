import { DEMO_PASSWORD, demoAccounts, demoAddress, demoCustomer } from '@nakku/demo';
import { loadConfig, runSeed } from '@nakku/service';
import { configSchema } from './config.ts';
import { publishUser } from './events/published.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { createPasswords } from './security/passwords.ts';
import { insertAddress, setDefaultAddress } from './store/addresses.ts';
import { insertUser, updateUser } from './store/users.ts';

/** The demo accounts of all roles, and where the demo customer lives. */
await runSeed({
  name: 'users',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ platform }) => {
    const passwords = await createPasswords();
    const passwordHash = await passwords.hash(DEMO_PASSWORD);
    let made = 0;
    for (const account of demoAccounts) {
      await platform.transaction(async (tx) => {
        const now = new Date();
        const { userId: id, email, name, roles, storeIds } = account;
        const user = await insertUser(
          tx.db,
          { id, email, name, phone: null, passwordHash, roles, storeIds },
          now,
        );
        if (user === null) return;
        made += 1;
        await publishUser(tx, user, { type: 'user.registered' }, now);
        if (account !== demoCustomer) return;
        const { addressId, label, ...address } = demoAddress;
        await insertAddress(tx.db, { id: addressId, userId: id, label, address, isDefault: false, now });
        await setDefaultAddress(tx.db, id, addressId);
        const moved = await updateUser(tx.db, id, {}, now);
        await publishUser(tx, moved, { type: 'user.address.added', addressId }, now);
      });
    }
    return `${made} of ${demoAccounts.length} demo accounts`;
  },
});
