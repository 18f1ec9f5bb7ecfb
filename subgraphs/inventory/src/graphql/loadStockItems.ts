import type { StockItem } from '../domain/stock.ts';
import { stockItemsById } from '../store/stockItems.ts';
import type { Context } from './context.ts';

/**
 * Stock items that a mutation changed, as they are now, in the order of `ids`. Past the loaders: an operation may
 * change one item twice.
 */
export async function loadStockItems(
  { deps, loaders }: Pick<Context, 'deps' | 'loaders'>,
  ids: readonly string[],
): Promise<StockItem[]> {
  const found = new Map((await stockItemsById(deps.db, ids)).map((item) => [item.id, item]));
  return ids.map((id) => {
    const item = found.get(id);
    if (item === undefined) throw new Error(`stock item ${id} is gone`);
    loaders.stockItem.clear(id).prime(id, item);
    return item;
  });
}

export async function loadStockItem(
  context: Pick<Context, 'deps' | 'loaders'>,
  id: string,
): Promise<StockItem> {
  const [item] = await loadStockItems(context, [id]);
  if (item === undefined) throw new Error(`stock item ${id} is gone`);
  return item;
}
