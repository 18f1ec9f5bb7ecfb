import type { Page } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { Level } from '../domain/level.ts';
import type { BookedMovement, MovementKind, StockItem } from '../domain/stock.ts';
import { Prisma, type PrismaClient, type StockItem as Row } from '../generated/prisma/client.ts';
import { stockItemOf } from './stockItems.ts';

/** Place of a stock item in the list of its store: its product. */
export const stockItemKey = z.uuid();

const levelIs: Readonly<Record<Level, Prisma.Sql>> = {
  OUT: Prisma.sql`on_hand - reserved <= 0`,
  LOW: Prisma.sql`on_hand - reserved BETWEEN 1 AND threshold`,
  IN_STOCK: Prisma.sql`on_hand - reserved > greatest(threshold, 0)`,
};

/** Stock of a store by product, one more than the page holds, in reading order. */
export async function stockItemPage(
  db: PrismaClient,
  filter: {
    readonly storeId: string;
    readonly levels: readonly Level[] | null;
    readonly productIds: readonly string[] | null;
  },
  page: Page<string>,
): Promise<StockItem[]> {
  const conditions = [Prisma.sql`store_id = ${filter.storeId}::uuid`];
  if (filter.productIds) conditions.push(Prisma.sql`product_id = ANY(${[...filter.productIds]}::uuid[])`);
  if (filter.levels) {
    const levels = filter.levels.map((level) => levelIs[level]);
    conditions.push(levels.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(levels, ' OR ')})`);
  }
  if (page.cursor !== null) {
    const side = page.backward ? Prisma.sql`<` : Prisma.sql`>`;
    conditions.push(Prisma.sql`product_id ${side} ${page.cursor}::uuid`);
  }
  const rows = await db.$queryRaw<Row[]>`
    SELECT id, store_id AS "storeId", product_id AS "productId", on_hand AS "onHand", reserved, threshold, announced,
      version, created_at AS "createdAt", updated_at AS "updatedAt"
    FROM stock_items WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY product_id ${page.backward ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${page.limit + 1}`;
  return rows.map(stockItemOf);
}

/** Place of an entry in its ledger. */
export const movementKey = z.tuple([z.number().int(), z.uuid()]);
export type MovementKey = z.infer<typeof movementKey>;

const kinds = z.enum([
  'RECEIPT',
  'RESERVATION',
  'RELEASE',
  'COMMIT',
  'ADJUSTMENT',
  'RESTOCK',
]) satisfies z.ZodType<MovementKind>;

/** The ledger of a stock item, newest first, one more than the page holds, in reading order. */
export async function movementPage(
  db: PrismaClient,
  stockItemId: string,
  page: Page<MovementKey>,
): Promise<BookedMovement[]> {
  const side = page.backward ? 'gt' : 'lt';
  const order = page.backward ? 'asc' : 'desc';
  const [version, id] = page.cursor ?? [];
  const rows = await db.stockMovement.findMany({
    where: {
      stockItemId,
      ...(version === undefined
        ? {}
        : { OR: [{ version: { [side]: version } }, { version, id: { [side]: id } }] }),
    },
    orderBy: [{ version: order }, { id: order }],
    take: page.limit + 1,
  });
  return rows.map((row) => ({ ...row, kind: kinds.parse(row.kind) }));
}
