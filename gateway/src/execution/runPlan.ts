import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { Admitted } from '../request/admitted.ts';
import type { ApolloRequestContext, ApolloExecutionResult } from './apolloTypes.ts';

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
  // `valueCompletion` repeats what null already says, and names types that a client may not see.
  const { data, errors } = result;
  return errors ? { data, errors } : { data };
}
