import type { Page } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { Level } from '../domain/level.ts';
import {
  ADJUSTMENT_REASONS,
  type BookedMovement,
  type MovementKind,
  type StockItem,
} from '../domain/stock.ts';
import { Prisma, type StockItem as Row } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { stockItemColumns, stockItemOf } from './stockItems.ts';

/** Place of a stock item in the list of its store: its product. A cursor of another store's list is none of this. */
export const stockItemKey = (storeId: string) => z.tuple([z.literal(storeId), z.uuid()]);
export type StockItemKey = z.infer<ReturnType<typeof stockItemKey>>;

const levelIs: Readonly<Record<Level, Prisma.Sql>> = {
  OUT: Prisma.sql`on_hand - reserved <= 0`,
  LOW: Prisma.sql`on_hand - reserved BETWEEN 1 AND threshold`,
  IN_STOCK: Prisma.sql`on_hand - reserved > greatest(threshold, 0)`,
};

/** Stock of a store by product, one more than the page holds, in reading order. */
export async function stockItemPage(
  tx: Tx,
  filter: {
    readonly storeId: string;
    readonly levels: readonly Level[] | null;
    readonly productIds: readonly string[] | null;
  },
  page: Page<StockItemKey>,
): Promise<StockItem[]> {
  const conditions = [Prisma.sql`store_id = ${filter.storeId}::uuid`];
  if (filter.productIds) conditions.push(Prisma.sql`product_id = ANY(${[...filter.productIds]}::uuid[])`);
  if (filter.levels) {
    const levels = filter.levels.map((level) => levelIs[level]);
    conditions.push(levels.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(levels, ' OR ')})`);
  }
  if (page.cursor !== null) {
    const side = page.backward ? Prisma.sql`<` : Prisma.sql`>`;
    conditions.push(Prisma.sql`product_id ${side} ${page.cursor[1]}::uuid`);
  }
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${stockItemColumns} FROM stock_items s WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY product_id ${page.backward ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${page.limit + 1}`;
  return rows.map(stockItemOf);
}

/** Place of an entry in the ledger of one stock item. */
export const movementKey = (stockItemId: string) =>
  z.tuple([z.literal(stockItemId), z.number().int().min(0).max(2_147_483_647), z.uuid()]);
export type MovementKey = z.infer<ReturnType<typeof movementKey>>;

const kinds = z.enum([
  'RECEIPT',
  'RESERVATION',
  'RELEASE',
  'COMMIT',
  'ADJUSTMENT',
  'RESTOCK',
]) satisfies z.ZodType<MovementKind>;

const reasonCodes = z.enum(ADJUSTMENT_REASONS).nullable();

/** The ledger of a stock item, newest first, one more than the page holds, in reading order. */
export async function movementPage(
  tx: Tx,
  stockItemId: string,
  page: Page<MovementKey>,
): Promise<BookedMovement[]> {
  const side = page.backward ? 'gt' : 'lt';
  const order = page.backward ? 'asc' : 'desc';
  const [, version, id] = page.cursor ?? [];
  const rows = await tx.stockMovement.findMany({
    where: {
      stockItemId,
      ...(version === undefined
        ? {}
        : { OR: [{ version: { [side]: version } }, { version, id: { [side]: id } }] }),
    },
    orderBy: [{ version: order }, { id: order }],
    take: page.limit + 1,
  });
  return rows.map((row) => ({
    ...row,
    kind: kinds.parse(row.kind),
    reasonCode: reasonCodes.parse(row.reasonCode),
  }));
}
