import type { Level } from '../domain/level.ts';
import type { StockItem } from '../domain/stock.ts';
import { Prisma, type StockItem as Row } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

/** Names a stock item from outside. */
export interface StockKey {
  readonly storeId: string;
  readonly productId: string;
}

const levels: Readonly<Record<string, Level>> = { OUT: 'OUT', LOW: 'LOW', IN_STOCK: 'IN_STOCK' };

function levelOf(text: string): Level {
  const level = levels[text];
  if (level === undefined) throw new Error(`the database has a level ${text}`);
  return level;
}

export function stockItemOf({ createdAt: _, ...row }: Row): StockItem {
  return { ...row, announced: levelOf(row.announced) };
}

/** The columns of `stock_items s` as its rows name them. */
export const stockItemColumns = Prisma.sql`s.id, s.store_id AS "storeId", s.product_id AS "productId",
  s.on_hand AS "onHand", s.reserved, s.threshold, s.announced, s.version, s.created_at AS "createdAt",
  s.updated_at AS "updatedAt"`;

/** Stock items under their locks, taken in order of their ids; those that do not exist are left out. */
export async function lockStockItems(tx: Tx, keys: readonly StockKey[]): Promise<StockItem[]> {
  if (keys.length === 0) return [];
  const stores = keys.map((key) => key.storeId);
  const products = keys.map((key) => key.productId);
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${stockItemColumns}
    FROM (SELECT DISTINCT store_id, product_id
          FROM unnest(${stores}::uuid[], ${products}::uuid[]) AS k(store_id, product_id)) AS k
    JOIN stock_items s USING (store_id, product_id)
    ORDER BY s.id
    FOR NO KEY UPDATE OF s`;
  return rows.map(stockItemOf);
}

export async function stockItemsById(tx: Tx, ids: readonly string[]): Promise<StockItem[]> {
  return (await tx.stockItem.findMany({ where: { id: { in: [...ids] } } })).map(stockItemOf);
}
