import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import { completionErrors } from './compiled/completionErrors.ts';
import type { Completion } from './compiled/completionErrors.ts';

export type ApolloRequestContext = Parameters<ApolloGateway['executor']>[0];
export type ApolloExecutionResult = Awaited<ReturnType<ApolloGateway['executor']>>;
export type Services = Record<string, GraphQLDataSource>;

/**
 * Runs a plan and shapes the response like the client's own document. The plan may have been made from less than
 * that document: what authorization took out reads null, and null travels up to the next nullable field.
 */
export async function runPlan(
  plan: QueryPlan,
  admitted: Admitted,
  services: Services,
  requestContext: ApolloRequestContext,
): Promise<ApolloExecutionResult> {
  const { snapshot, document, operation } = admitted;
  const result = await executeQueryPlan(
    plan,
    services,
    requestContext,
    buildOperationContext({
      schema: snapshot.schema,
      operationDocument: document,
      operationName: operation.name?.value,
    }),
    snapshot.joinedSchema,
    snapshot.apiSchema,
  );
  const { data, errors, extensions } = result;
  if (errors) return { data, errors };
  const completed = completionErrors(completionsOf(extensions), admitted.denied, []);
  if (completed.length === 0) return { data };
  return {
    data,
    errors: completed.map(
      ({ message, path, extensions: own }) => new GraphQLError(message, { path, extensions: own }),
    ),
  };
}

/** What shaping made null. Apollo's executor tells it only where nothing else failed. */
function completionsOf(extensions: ApolloExecutionResult['extensions']): readonly Completion[] {
  const completions: unknown = extensions?.valueCompletion;
  if (!Array.isArray(completions)) return [];
  return completions
    .filter((one) => one instanceof GraphQLError)
    .map(({ message, path = [] }) => ({ kind: 'invalid', message, path }));
}
