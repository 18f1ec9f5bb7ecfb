import type { GraphQLDataSource } from '@apollo/gateway';

/** One request to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of the entities that are wanted, each as JSON: the variable `representations`, beside the others. */
  readonly representations?: readonly string[];
}

/** A subgraph's response, in the form that Apollo's executor takes too. */
export type SubgraphResponse = Awaited<ReturnType<GraphQLDataSource['process']>> & {
  /** How long it may be shared with any caller, ms; absent: with none. */
  readonly maxAgeMs?: number;
};

/** A request as the body of a POST. */
export function bodyOf({ query, operationName, variables, representations }: SubgraphRequest): string {
  if (!representations) return JSON.stringify({ query, variables, operationName });
  const others = JSON.stringify(variables).slice(1, -1);
  const given = `{${others}${others === '' ? '' : ','}"representations":[${representations.join(',')}]}`;
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  return `{"query":${JSON.stringify(query)},"variables":${given}${name}}`;
}
