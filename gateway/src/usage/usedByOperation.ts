import type { OperationDefinitionNode } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import { coordinatesInVariables, coordinatesUsed, relevantVariables } from './coordinatesUsed.ts';
import type { RelevantVariable } from './coordinatesUsed.ts';

/** What one operation uses, by its text and by its variables. */
export interface OperationUse {
  /** The same list for every request of the operation, so that requests can be counted by it. */
  readonly byText: readonly string[];
  readonly byVariables: readonly string[];
}

interface Read {
  readonly byText: readonly string[];
  readonly variables: readonly RelevantVariable[];
}

/** Operations live as long as their supergraph's cache of documents. */
const read = new WeakMap<OperationDefinitionNode, Read>();
const none: readonly string[] = [];

/** What an admitted operation uses of the schema; its text is read once. */
export function usedBy({ snapshot, document, operation, request }: Admitted): OperationUse {
  const known = read.get(operation) ?? {
    byText: coordinatesUsed(snapshot.schema, document, operation),
    variables: relevantVariables(snapshot.schema, operation),
  };
  read.set(operation, known);
  const { byText, variables } = known;
  const byVariables =
    variables.length === 0 ? none : coordinatesInVariables(variables, request.variables ?? {});
  return { byText, byVariables };
}
