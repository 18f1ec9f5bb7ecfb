import type { Platform, Transaction } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** A Prisma client, within a transaction or not. */
export type Sql = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>;
export type CartTransaction = Transaction<TransactionClient<PrismaClient>>;
export type CartEvents = Platform<TransactionClient<PrismaClient>>;
