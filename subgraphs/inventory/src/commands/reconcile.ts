import { loadConfig, openDatabase } from '@nakku/service';
import { configSchema } from '../config.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { reconcile } from '../store/reconcile.ts';

// node dist/commands/reconcile.js: proves that every level is the sum of its ledger. Exits 1 and lists what is not.
const config = loadConfig(configSchema.pick({ DATABASE_URL: true }));
const { pool, adapter } = openDatabase({ url: config.DATABASE_URL, poolSize: 1, service: 'inventory' });
const db = new PrismaClient({ adapter });
const differences = await reconcile(db);
for (const difference of differences) process.stdout.write(`${JSON.stringify(difference)}\n`);
process.stdout.write(
  differences.length === 0
    ? 'stock is the sum of its ledger\n'
    : `${differences.length} stock items differ\n`,
);
await db.$disconnect();
await pool.end();
process.exitCode = differences.length === 0 ? 0 : 1;
