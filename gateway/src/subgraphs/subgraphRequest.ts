import type { GraphQLDataSource } from '@apollo/gateway';

/** One request to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of the entities that are wanted, each as JSON: the variable `representations`, beside the others. */
  readonly representations?: readonly string[];
  /** Its {@link headOf}, where that was prepared. */
  readonly head?: string;
}

/** A subgraph's response, in the form that Apollo's executor takes too. */
export type SubgraphResponse = Awaited<ReturnType<GraphQLDataSource['process']>> & {
  /** How long it may be shared with any caller, ms; absent: with none. */
  readonly maxAgeMs?: number;
};

/** What all requests of one operation have in common: their body up to the variables. */
export function headOf({ query, operationName }: Pick<SubgraphRequest, 'query' | 'operationName'>): string {
  const name = operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`;
  return `{"query":${JSON.stringify(query)}${name},"variables":`;
}

/** A request as the body of a POST. */
export function bodyOf(request: SubgraphRequest): string {
  const { variables, representations, head = headOf(request) } = request;
  const given = JSON.stringify(variables);
  if (!representations) return `${head}${given}}`;
  const others = given === '{}' ? '' : `${given.slice(1, -1)},`;
  return `${head}{${others}"representations":[${representations.join(',')}]}}`;
}
