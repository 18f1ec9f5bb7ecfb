import { columnsOf } from '@nakku/platform';
import { Prisma } from '../generated/prisma/client.ts';

export const { columnList, selectList } = columnsOf(Prisma.raw);
