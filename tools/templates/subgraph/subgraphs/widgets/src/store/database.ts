import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';

export type Db = PrismaClient;
/** Reads and writes alike: the client or one of its transactions. */
export type Tx = Prisma.TransactionClient;
