import type { StockKey } from '../store/stockItems.ts';
import { changeLevel, type IdempotentCommand, type LevelChanged } from './changeLevel.ts';
import type { Deps } from './deps.ts';

/** Sets the threshold at or below which a stock item counts as low. */
export function setThreshold(
  deps: Deps,
  command: IdempotentCommand & { readonly variables: StockKey & { readonly threshold: number } },
): Promise<LevelChanged> {
  const { threshold } = command.variables;
  return changeLevel(
    deps,
    { ...command, mutation: 'stockThresholdSet', act: 'STOCK_THRESHOLD_SET', note: null },
    (item) => (item.threshold === threshold ? { movement: null } : { threshold }),
  );
}
