import type { Platform, Transaction } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** A Prisma client, within a transaction or not. */
export type Client = Pick<PrismaClient, 'product' | 'category' | '$queryRaw' | '$executeRaw'>;
export type CatalogueTransaction = Transaction<TransactionClient<PrismaClient>>;
export type CatalogueEvents = Platform<TransactionClient<PrismaClient>>;
