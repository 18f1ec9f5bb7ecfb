import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

export type Db = PrismaClient;
/** What reads and writes alike: the client or one of its transactions. */
export type Tx = TransactionClient<PrismaClient>;

/* Locks are taken in this order: recipients by user, then notifications. */
