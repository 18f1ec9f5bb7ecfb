import type { GraphQLDataSource } from '@apollo/gateway';

/** One request to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A subgraph's response, in the form that Apollo's executor takes too. */
export type SubgraphResponse = Awaited<ReturnType<GraphQLDataSource['process']>> & {
  /** How long it may be shared with any caller, ms; absent: with none. */
  readonly maxAgeMs?: number;
};
