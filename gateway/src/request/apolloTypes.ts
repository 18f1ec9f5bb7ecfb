import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';

/** What @apollo/server and @apollo/gateway say to each other, under names of our own. */
export type ServedGateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
export type ApolloRequestContext = Parameters<ApolloGateway['executor']>[0];
export type ExecutionResult = Awaited<ReturnType<ApolloGateway['executor']>>;
export type SubgraphAnswer = Awaited<ReturnType<GraphQLDataSource['process']>> & {
  /** How long anybody may be given it, ms; absent: nobody else may. */
  readonly maxAgeMs?: number;
};
