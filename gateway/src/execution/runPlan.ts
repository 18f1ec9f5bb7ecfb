import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import type { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import type { Admitted } from '../request/admitted.ts';
import { completionErrors } from './compiled/completionErrors.ts';
import type { Completion } from './compiled/completionErrors.ts';
import { recordServices } from './recordedServices.ts';
import type { Services } from './recordedServices.ts';

export type ApolloRequestContext = Parameters<ApolloGateway['executor']>[0];
export type ApolloExecutionResult = Awaited<ReturnType<ApolloGateway['executor']>>;

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
  const operationContext = buildOperationContext({
    schema: snapshot.schema,
    operationDocument: document,
    operationName: operation.name?.value,
  });
  const run = (source: Services, context: ApolloRequestContext): Promise<ApolloExecutionResult> =>
    executeQueryPlan(plan, source, context, operationContext, snapshot.joinedSchema, snapshot.apiSchema);
  const recorded = recordServices(services);
  const { data, errors: raised = [], extensions } = await run(recorded.services, requestContext);
  // Apollo's executor tells what shaping made null only where nothing else failed.
  const shown =
    raised.length === 0
      ? extensions
      : (await run(recorded.repeated(), { ...requestContext, metrics: { captureTraces: false } })).extensions;
  const completed = completionErrors(completionsOf(shown), admitted.denied, raised);
  const errors = [
    ...raised,
    ...completed.map(
      ({ message, path, extensions: own }) => new GraphQLError(message, { path, extensions: own }),
    ),
  ];
  return errors.length > 0 ? { data, errors } : { data };
}

/** What shaping made null. */
function completionsOf(extensions: ApolloExecutionResult['extensions']): readonly Completion[] {
  const completions: unknown = extensions?.valueCompletion;
  if (!Array.isArray(completions)) return [];
  return completions
    .filter((one) => one instanceof GraphQLError)
    .map(({ message, path = [] }) => ({
      kind: message.startsWith('Cannot return null') ? 'null' : 'invalid',
      message,
      path,
    }));
}
