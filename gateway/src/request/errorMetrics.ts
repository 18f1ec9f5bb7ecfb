import { counter, labelWithin } from '@nakku/telemetry';
import type { GraphQLFormattedError } from 'graphql';

/** Codes come from subgraphs too: those beyond this many are `other`. */
const maxCodes = 100;

/**
 * Counts errors by operation and code: a response with errors has status 200 like any other. Each code counts once per
 * response.
 */
export type CountErrors = (operation: string, errors: readonly GraphQLFormattedError[]) => void;

export function errorMetrics(): CountErrors {
  const total = counter('graphql_errors_total', 'Responses with errors, by operation and code', [
    'operation',
    'code',
  ]);
  for (const code of ['INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE', 'DEADLINE_EXCEEDED'])
    total.inc({ operation: 'other', code }, 0);
  const codeLabel = labelWithin(maxCodes);
  return (operation, errors) => {
    if (errors.length === 0) return;
    const codes = new Set(errors.map(({ extensions }) => codeLabel(extensions?.code)));
    for (const code of codes) total.inc({ operation, code });
  };
}
