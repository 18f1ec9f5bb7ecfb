import { costModel, costRulesOf, SlicingArgumentMissing } from '@nakku/gateway/cost';
import { getVariableValues, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { StoredOperation } from './operations.ts';

/** What an operation costs at most by demand control, or why that cannot be said. */
export type OperationCost =
  | { readonly kind: 'cost'; readonly estimated: number }
  /** A list is asked for without saying how much of it: the gateway refuses that. */
  | { readonly kind: 'unsized'; readonly message: string }
  /** It depends on variables of which there is no example. */
  | { readonly kind: 'unknown' };

/** Estimates operations as the gateway does before it executes them, with their example variables. */
export function createCostOf(
  schema: GraphQLSchema,
  supergraphSdl: string,
  assumedListSize: number,
): (stored: StoredOperation) => OperationCost {
  const rules = costRulesOf(parse(supergraphSdl, { noLocation: true }));
  return ({ document, operation, variables }) => {
    const definitions = operation.variableDefinitions ?? [];
    const { coerced } = getVariableValues(schema, definitions, { ...variables });
    try {
      const model = costModel(schema, rules, document, operation, assumedListSize);
      return { kind: 'cost', estimated: model.estimate(coerced ?? {}) };
    } catch (error) {
      if (!(error instanceof SlicingArgumentMissing)) throw error;
      return coerced ? { kind: 'unsized', message: error.message } : { kind: 'unknown' };
    }
  };
}
