import type { StockItem } from '../domain/stock.ts';
import type { Tx } from './database.ts';

/** Notes which levels were announced, of items that the transaction has locked; no change of their version. */
export async function announceLevels(
  tx: Tx,
  items: readonly Pick<StockItem, 'id' | 'announced'>[],
): Promise<void> {
  if (items.length === 0) return;
  const rows = JSON.stringify(items.map(({ id, announced }) => ({ id, announced })));
  await tx.$executeRaw`
    UPDATE stock_items s SET announced = a.announced
    FROM json_to_recordset(${rows}::json) AS a(id uuid, announced text) WHERE s.id = a.id`;
}
