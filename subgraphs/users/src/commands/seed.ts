import { DEMO_PASSWORD, demoAccounts, demoAddress, demoCustomer } from '@nakku/demo';
import { loadConfig, runSeed } from '@nakku/service';
import { importAccount } from '../app/importAccount.ts';
import { configSchema } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createPasswords } from '../ports/argon2/passwords.ts';

/** The demo accounts of all roles, and where the demo customer lives. */
await runSeed({
  name: 'users',
  config: loadConfig(configSchema),
  prisma: (adapter) => new PrismaClient({ adapter }),
  seed: async ({ platform }) => {
    const passwords = await createPasswords();
    const passwordHash = await passwords.hash(DEMO_PASSWORD);
    const { addressId, label, ...address } = demoAddress;
    let added = 0;
    for (const account of demoAccounts) {
      const { userId: id, email, name, roles, storeIds } = account;
      const home = account === demoCustomer ? { id: addressId, label, address } : null;
      const user = { id, email, name, phone: null, passwordHash, roles, storeIds };
      if (await importAccount({ platform }, user, home, new Date())) added += 1;
    }
    return `${added} of ${demoAccounts.length} demo accounts`;
  },
});
