import type { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';

/** What @apollo/server and @apollo/gateway say to each other, under names of our own. */
export type ServedGateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
export type ApolloRequestContext = Parameters<ApolloGateway['executor']>[0];
export type ApolloExecutionResult = Awaited<ReturnType<ApolloGateway['executor']>>;
