import { loadConfig } from '@nakku/service';
import { configSchema } from '../config.ts';
import { reportOnPayments } from './reconciliationReport.ts';

// node dist/commands/reconcile.js: compares our books with the provider's. Exits 1 and lists what differs. While orders
// are under way a difference may be a moment old.
const config = loadConfig(
  configSchema.pick({
    DATABASE_URL: true,
    STRIPE_SECRET_KEY: true,
    STRIPE_API_HOST: true,
    STRIPE_API_PORT: true,
    STRIPE_API_PROTOCOL: true,
  }),
);
const { STRIPE_API_HOST: host, STRIPE_API_PORT: port } = config;
const { differences, overdueOrderIds } = await reportOnPayments({
  databaseUrl: config.DATABASE_URL,
  provider: {
    secretKey: config.STRIPE_SECRET_KEY,
    host,
    port,
    protocol: config.STRIPE_API_PROTOCOL ?? (host === undefined ? undefined : 'http'),
  },
});
for (const difference of differences) process.stdout.write(`${JSON.stringify(difference)}\n`);
for (const orderId of overdueOrderIds) process.stdout.write(`overdue: order ${orderId}\n`);
process.stdout.write(
  differences.length === 0
    ? 'payments agree with the provider\n'
    : `${differences.length} differences to the provider\n`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
