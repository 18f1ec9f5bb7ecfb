import type { DeadlineHandlers } from '@nakku/platform';
import type { TransactionClient } from '@nakku/service';
import { applyPrices, PRICE_DEADLINE } from '../app/applyPrices.ts';
import type { Deps } from '../app/deps.ts';
import type { Db } from '../store/database.ts';

/** The times at which entries of the price list begin and end. */
export function deadlineHandlers(deps: Deps): DeadlineHandlers<TransactionClient<Db>> {
  return {
    [PRICE_DEADLINE]: async ({ key: productId }, tx) => {
      await applyPrices(tx, deps, productId);
    },
  };
}
