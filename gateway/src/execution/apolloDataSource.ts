import type { GraphQLDataSource } from '@apollo/gateway';
import type { SubgraphClient } from '../subgraphs/client.ts';
import { unwrapContext } from './apolloContext.ts';

const TRACE_HEADER = 'apollo-federation-include-trace';
const requestTimeoutMs = 5_000;
const sources = new WeakMap<SubgraphClient, GraphQLDataSource>();

/** A subgraph's client as Apollo's executor uses it; the same object for the same client. */
export function apolloDataSource(client: SubgraphClient): GraphQLDataSource {
  const known = sources.get(client) ?? createDataSource(client);
  sources.set(client, known);
  return known;
}

function createDataSource(client: SubgraphClient): GraphQLDataSource {
  return {
    process({ context: wrapped, request }) {
      const context = unwrapContext(wrapped ?? {});
      const { query = '', variables = {}, operationName, http } = request;
      if (!context) return client.query(query, requestTimeoutMs);
      if (context.event?.operation === query) return Promise.resolve(context.event.response);
      return client.fetch({ query, variables, operationName }, context, traceHeader(http?.headers));
    },
  };
}

/** Asks the subgraph for a trace of its fields (ftv1), if this operation is one of those that are traced. */
function traceHeader(headers: { get(name: string): string | null } | undefined): Record<string, string> {
  const trace = headers?.get(TRACE_HEADER);
  return trace === undefined || trace === null ? {} : { [TRACE_HEADER]: trace };
}
