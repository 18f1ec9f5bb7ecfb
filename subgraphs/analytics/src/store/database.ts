import type { TransactionClient } from '@nakku/service';
import type { PrismaClient } from '../generated/prisma/client.ts';

export type Db = PrismaClient;
/** Reads and writes alike, within a transaction or not. */
export type Tx = TransactionClient<PrismaClient>;
