import type { TransactionClient } from '@nakku/service';
import { inHand } from '../domain/delivery.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

export type Db = PrismaClient;
/** What reads and writes alike: the client or one of its transactions. */
export type Tx = TransactionClient<PrismaClient>;

/** Literals, not parameters: only then does Postgres see that the partial index on these statuses fits. */
export const statusInHand = Prisma.raw(`status IN (${inHand.map((status) => `'${status}'`).join(', ')})`);

/*
 * Locks are taken in this order: `lockOffers`, deliveries, offers, dispatches, couriers; rows of one table by id. The
 * claim of the dispatcher goes crosswise and therefore never waits (SKIP LOCKED).
 */
