import { type AdjustmentRefusal, decideAdjustment } from '../domain/adjust.ts';
import type { AdjustmentReason } from '../domain/stock.ts';
import type { StockKey } from '../store/stockItems.ts';
import { changeLevel, type IdempotentCommand, type LevelChanged } from './changeLevel.ts';
import type { Deps } from './deps.ts';

/** Adds pieces to a shelf or takes them from it. */
export function adjustStock(
  deps: Deps,
  command: IdempotentCommand & {
    readonly variables: StockKey & {
      readonly delta: number;
      readonly reasonCode: AdjustmentReason;
      readonly reason: string | null;
    };
  },
): Promise<LevelChanged<AdjustmentRefusal>> {
  const { actorId, variables } = command;
  const { delta, reasonCode, reason } = variables;
  return changeLevel(
    deps,
    { ...command, mutation: 'stockAdjust', act: 'STOCK_ADJUSTED', note: reason ?? reasonCode },
    (item) => decideAdjustment(item, delta, { actorId, reasonCode, reason }),
  );
}
