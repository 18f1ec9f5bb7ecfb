import type { Account } from '../client/index.ts';
import { RECONCILIATIONS } from './operations.ts';

export interface Reconciled {
  readonly service: string;
  /** A line for each difference; empty when all agrees. */
  readonly differences: readonly string[];
}

/** Stock against its ledger, payments against the provider, as their owners compare them. Reads only. */
export function reconcileAll(operator: Account): Promise<Reconciled[]> {
  return Promise.all(
    Object.entries(RECONCILIATIONS).map(async ([service, operation]) => {
      const { reconciliation } = await operator.execute(operation, {});
      if (!reconciliation) return { service, differences: ['it cannot be compared now'] };
      const lines = reconciliation.differences.map(({ kind, key, detail }) => `${kind} ${key}: ${detail}`);
      return { service, differences: reconciliation.isComplete ? lines : [...lines, 'there may be more'] };
    }),
  );
}
