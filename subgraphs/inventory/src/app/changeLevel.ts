import { stockChanges, type StoreAct } from '../domain/audit.ts';
import type { LevelDecision, LevelRefusal } from '../domain/adjust.ts';
import type { StockItem } from '../domain/stock.ts';
import { insertAudit } from '../store/audit.ts';
import { lockStockItems, type StockKey } from '../store/stockItems.ts';
import { bookStock } from './bookStock.ts';
import type { Deps } from './deps.ts';

/** Who changes what has been asked for at most once, and by which key. */
export interface IdempotentCommand {
  readonly actorId: string;
  readonly idempotencyKey: string;
}

export type LevelChanged<Refusal extends LevelRefusal = never> =
  /** Id of the stock item. */
  | { readonly kind: 'done'; readonly stockItemId: string }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'key_reused' | 'in_flight' };

/** One change of one stock item by hand, at most once per idempotency key. `decide` sees the item under its lock. */
export async function changeLevel<Refusal extends LevelRefusal>(
  deps: Deps,
  command: IdempotentCommand & {
    readonly mutation: 'stockAdjust' | 'stockSet' | 'stockThresholdSet';
    readonly act: StoreAct;
    readonly note: string | null;
    readonly variables: StockKey;
  },
  decide: (item: StockItem) => LevelDecision<Refusal> | { readonly threshold: number },
): Promise<LevelChanged<Refusal>> {
  const { mutation, act, note, actorId, idempotencyKey: key, variables } = command;
  const result = await deps.platform.idempotent<string, Refusal | null>(
    { callerId: actorId, mutation, key, variables },
    async (tx) => {
      const [item] = await lockStockItems(tx.db, [variables]);
      if (item === undefined) return { refused: null };
      const decided = decide(item);
      if ('refused' in decided) return { refused: decided.refused };
      const booking =
        'threshold' in decided
          ? { item, movements: [], threshold: decided.threshold }
          : { item, movements: decided.movement === null ? [] : [decided.movement] };
      const isChanged = booking.movements.length > 0 || booking.threshold !== undefined;
      const [after = item] = isChanged ? await bookStock(tx, [booking]) : [item];
      const { storeId, productId } = item;
      const changes = stockChanges(item, after);
      await insertAudit(tx.db, [{ storeId, actorId, act, productId, orderId: null, note, changes }]);
      return { result: item.id };
    },
  );
  switch (result.kind) {
    case 'done':
      return { kind: 'done', stockItemId: result.result };
    case 'refused':
      return result.refused === null ? { kind: 'not_found' } : { kind: 'refused', refusal: result.refused };
    default:
      return { kind: result.kind };
  }
}
