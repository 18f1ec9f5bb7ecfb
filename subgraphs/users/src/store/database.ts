import type { Platform, Transaction } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** A Prisma client, within a transaction or not. */
export type Sql = TransactionClient<PrismaClient> | PrismaClient;
export type UsersTransaction = Transaction<TransactionClient<PrismaClient>>;
export type UsersEvents = Platform<TransactionClient<PrismaClient>>;
