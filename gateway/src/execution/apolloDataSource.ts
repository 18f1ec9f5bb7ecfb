import type { GraphQLDataSource } from '@apollo/gateway';
import type { SubgraphClient } from '../subgraphs/client.ts';
import { executionIn } from './apolloExecution.ts';

const TRACE_HEADER = 'apollo-federation-include-trace';
const requestTimeoutMs = 5_000;

/** A subgraph's client as Apollo's executor uses it. */
export function apolloDataSource(client: SubgraphClient): GraphQLDataSource {
  return {
    process({ context, request }) {
      const execution = executionIn(context);
      const { query = '', variables = {}, operationName, http } = request;
      if (!execution) return client.query(query, requestTimeoutMs);
      if (execution.event?.operation === query) return Promise.resolve(execution.event.response);
      return client.fetch({ query, variables, operationName }, execution.context, traceHeader(http?.headers));
    },
  };
}

/** Asks the subgraph for a trace of its fields (ftv1), if this operation is one of those that are traced. */
function traceHeader(headers: { get(name: string): string | null } | undefined): Record<string, string> {
  const trace = headers?.get(TRACE_HEADER);
  return trace === undefined || trace === null ? {} : { [TRACE_HEADER]: trace };
}
