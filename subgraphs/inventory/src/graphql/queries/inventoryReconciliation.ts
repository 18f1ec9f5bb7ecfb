import { requireScope } from '@nakku/graphql-kit';
import { maxDifferences, reconciliationOf } from '@nakku/service';
import type { QueryResolvers } from '../../generated/graphql.ts';
import { reconcile, type Difference } from '../../store/reconcile.ts';

const isSumOfLedger = (one: Difference): boolean =>
  one.onHand === one.ledgerOnHand && one.reserved === one.ledgerReserved;

/** Levels against their ledger and the holds, as `npm run ops -- reconcile` compares them. */
export const inventoryReconciliation: NonNullable<QueryResolvers['inventoryReconciliation']> = async (
  _parent,
  _args,
  { caller, deps },
) => {
  requireScope(caller, 'operations:read');
  const found = await reconcile(deps.db, maxDifferences + 1);
  return reconciliationOf('inventory', {
    isComplete: true,
    differences: found.map((one) => ({
      kind: isSumOfLedger(one) ? 'HOLDS_DIFFER' : 'LEDGER_DIFFERS',
      key: one.stockItemId,
      detail:
        `product ${one.productId} in store ${one.storeId}: on hand ${one.onHand}, by the ledger ${one.ledgerOnHand}; ` +
        `reserved ${one.reserved}, by the ledger ${one.ledgerReserved}, held ${one.held}`,
    })),
  });
};
