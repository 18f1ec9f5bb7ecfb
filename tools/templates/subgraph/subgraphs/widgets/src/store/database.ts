import type { Platform, Transaction } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** A Prisma client, within a transaction or not. */
export type Db = TransactionClient<PrismaClient>;
export type WidgetsTransaction = Transaction<Db>;
export type WidgetsEvents = Platform<Db>;
