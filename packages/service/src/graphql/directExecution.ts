import type { Logger } from '@nakku/telemetry';
import { execute } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { HttpResponse } from '../http/route.ts';
import { executableDocuments } from './documents.ts';
import { responseErrors } from './errors.ts';

const requestSchema = z.object({
  query: z.string().min(1),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Executes operations of documents that are parsed and validated once. The gateway is the only caller and sends the
 * same few texts, so that nothing of a pipeline is left to do.
 * @returns undefined, with nothing executed, for whatever is not a valid request: its refusal is Apollo Server's
 */
export function directExecution(schema: GraphQLSchema, log: Logger) {
  const documents = executableDocuments(schema);
  return async (body: unknown, contextOfRequest: () => object): Promise<HttpResponse | undefined> => {
    const request = requestSchema.safeParse(body);
    if (!request.success) return undefined;
    const { query, operationName, variables } = request.data;
    const known = documents(query, operationName);
    if (!known) return undefined;
    const { data, errors } = await execute({
      schema,
      document: known.document,
      operationName,
      variableValues: variables,
      contextValue: contextOfRequest(),
    });
    // The variables do not fit: no resolver has run.
    if (data === undefined) return undefined;
    return {
      status: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': errors ? 'no-store' : known.cacheControl,
      },
      body: JSON.stringify(errors ? { errors: responseErrors(errors, log), data } : { data }),
    };
  };
}
