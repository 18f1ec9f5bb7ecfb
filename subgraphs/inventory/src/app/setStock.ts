import { type CountRefusal, decideCount } from '../domain/adjust.ts';
import type { StockKey } from '../store/stockItems.ts';
import { changeLevel, type IdempotentCommand, type LevelChanged } from './changeLevel.ts';
import type { Deps } from './deps.ts';

/** Sets a level that was counted. */
export function setStock(
  deps: Deps,
  command: IdempotentCommand & {
    readonly variables: StockKey & {
      readonly from: number;
      readonly to: number;
      readonly reason: string;
    };
  },
): Promise<LevelChanged<CountRefusal>> {
  const { actorId, variables } = command;
  const { reason } = variables;
  return changeLevel(deps, { ...command, mutation: 'stockSet', act: 'STOCK_COUNTED', note: reason }, (item) =>
    decideCount(item, variables, { actorId, reasonCode: 'MISCOUNTED', reason }),
  );
}
