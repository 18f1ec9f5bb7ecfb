import type { StockItem } from '../../domain/stock.ts';
import type { Context } from '../context.ts';

/** Stock items that a mutation changed, as they are now, in the order of `ids`. */
export async function stockItemsOf({ loaders }: Context, ids: readonly string[]): Promise<StockItem[]> {
  const items = await loaders.stockItem.loadMany(ids);
  return items.map((item, index) => {
    if (item instanceof Error) throw item;
    if (item === null) throw new Error(`stock item ${ids[index]} is gone`);
    return item;
  });
}
