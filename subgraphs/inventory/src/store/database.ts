import type { Platform, Transaction } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Raw SQL, within a transaction or not. */
export type Sql = Pick<PrismaClient, '$queryRaw' | '$executeRaw'>;
export type StockTransaction = Transaction<TransactionClient<PrismaClient>>;
export type StockEvents = Platform<TransactionClient<PrismaClient>>;
