/** Of one response: what an operator can look through, and what a comparison has to hold in memory. */
export const maxDifferences = 200;

/** Where two books do not agree (schema/shared/operations.graphql). */
export interface ReconciliationDifference {
  readonly kind: string;
  readonly key: string;
  readonly detail: string;
}

/**
 * The response of `<name>Reconciliation`, bounded.
 * @param compared.differences whoever finds more than `maxDifferences` may stop at one more
 * @param compared.isComplete whether all that was asked for has been compared
 */
export function reconciliationOf(
  service: string,
  compared: { readonly isComplete: boolean; readonly differences: readonly ReconciliationDifference[] },
) {
  const { isComplete, differences } = compared;
  return {
    service,
    isComplete: isComplete && differences.length <= maxDifferences,
    differences: differences.slice(0, maxDifferences),
  };
}
