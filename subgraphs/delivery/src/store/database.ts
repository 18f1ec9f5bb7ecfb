import type { Platform, Transaction } from '@nakku/events';
import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** A Prisma client, within a transaction or not. */
export type Sql = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>;
export type DeliveryTransaction = Transaction<TransactionClient<PrismaClient>>;
export type DeliveryEvents = Platform<TransactionClient<PrismaClient>>;

/*
 * Locks are taken in this order: deliveries, offers, dispatches, couriers; rows of one table by id. The claim of the
 * dispatcher goes crosswise and therefore never waits (SKIP LOCKED).
 */
