import type { Movement, StockItem } from '../../domain/stock.ts';
import { book } from '../../store/book.ts';
import { lockStockItems, type StockKey } from '../../store/stockItems.ts';
import type { Context } from '../context.ts';
import { stockItemsOf } from './answers.ts';

export interface LevelChange<Refusal> {
  readonly mutation: 'stockAdjust' | 'stockSet';
  readonly userId: string;
  readonly key: string;
  readonly variables: StockKey;
  /** Decides under the lock of the stock item; a movement of null changes nothing. */
  decide(item: StockItem): { readonly movement: Movement | null } | { readonly refused: Refusal };
}

export type LevelChanged<Refusal> =
  | { readonly kind: 'done'; readonly stockItem: StockItem }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly refused: Refusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

/** One change of one level by hand, at most once per idempotency key. */
export async function changeLevel<Refusal>(
  context: Context,
  { mutation, userId, key, variables, decide }: LevelChange<Refusal>,
): Promise<LevelChanged<Refusal>> {
  const request = { callerId: userId, mutation, key, variables };
  const result = await context.platform.idempotent<string, { readonly why: Refusal } | null>(
    request,
    async (tx) => {
      const [item] = await lockStockItems(tx.db, [variables]);
      if (item === undefined) return { refused: null };
      const decided = decide(item);
      if ('refused' in decided) return { refused: { why: decided.refused } };
      if (decided.movement) await book(tx, [{ item, movements: [decided.movement] }]);
      return { result: item.id };
    },
  );
  switch (result.kind) {
    case 'done': {
      const [stockItem] = await stockItemsOf(context, [result.result]);
      if (stockItem === undefined) throw new Error('a stock item was loaded, but not answered');
      return { kind: 'done', stockItem };
    }
    case 'refused':
      return result.refused === null ? { kind: 'missing' } : { kind: 'refused', refused: result.refused.why };
    default:
      return { kind: result.kind };
  }
}
