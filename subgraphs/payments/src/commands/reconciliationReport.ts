import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { compareWithProvider, ourPayments } from '../app/compareWithProvider.ts';
import type { Difference } from '../domain/differences.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createStripeProvider } from '../ports/stripe/stripeProvider.ts';
import type { StripeOptions } from '../ports/stripe/stripeProvider.ts';
import { overdueOrders } from '../store/openAttempts.ts';

export type { Difference };

export interface PaymentsReport {
  /** Where our books and the provider's disagree; empty when every order is at rest and all went well. */
  readonly differences: readonly Difference[];
  /** The operator's list: delivered orders whose money could not be taken. */
  readonly overdueOrderIds: readonly string[];
}

/**
 * Compares payments' database with the provider: for the invariants command, from outside of the service.
 * @param o.since only intents made then or later; default: all
 * @throws Error when the database or the provider does not respond
 */
export async function reportOnPayments(o: {
  databaseUrl: string;
  provider: Pick<StripeOptions, 'secretKey' | 'host' | 'port' | 'protocol'>;
  since?: Date;
}): Promise<PaymentsReport> {
  const pool = new pg.Pool({ connectionString: o.databaseUrl, max: 1 });
  const db = new PrismaClient({ adapter: new PrismaPg(pool) });
  const provider = createStripeProvider({
    ...o.provider,
    webhookSecret: '',
    webhookToleranceSeconds: 0,
    timeoutMs: 10_000,
  });
  try {
    const all = { since: o.since ?? new Date(0), maxIntents: Infinity };
    const { differences } = await compareWithProvider(ourPayments({ db }), provider, all);
    return { differences, overdueOrderIds: await overdueOrders(db) };
  } finally {
    await db.$disconnect();
    await pool.end();
  }
}
