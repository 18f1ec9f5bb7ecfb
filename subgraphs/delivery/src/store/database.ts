import type { Platform, Transaction } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import { inHand } from '../domain/delivery.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

/** A Prisma client, within a transaction or not. */
export type Sql = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>;
export type DeliveryTransaction = Transaction<TransactionClient<PrismaClient>>;
export type DeliveryEvents = Platform<TransactionClient<PrismaClient>>;

/** Literals, not parameters: only then does Postgres see that the partial index on these statuses fits. */
export const statusInHand = Prisma.raw(`status IN (${inHand.map((status) => `'${status}'`).join(', ')})`);

/** Advisory lock of whoever hands out offers. It comes before every row. */
export const offersLock = 6_401_001;

/*
 * Locks are taken in this order: deliveries, offers, dispatches, couriers; rows of one table by id. The claim of the
 * dispatcher goes crosswise and therefore never waits (SKIP LOCKED).
 */
