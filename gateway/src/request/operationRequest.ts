import { z } from 'zod';
import { refusal } from './results.ts';
import type { Refusal } from './results.ts';

/** What a client sends, whatever transport brings it. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

const map = z.record(z.string(), z.unknown());
const parametersSchema = z.object({
  query: z.string().min(1),
  operationName: z.string().nullish(),
  variables: map.nullish(),
  extensions: map.nullish(),
});

/** Checks the parameters of an operation, whatever brought them. */
export function parseOperationRequest(parameters: unknown): OperationRequest | Refusal {
  const hashed = z.object({ query: z.undefined().optional(), extensions: z.object({ persistedQuery: map }) });
  const byHash = hashed.safeParse(parameters);
  if (byHash.success) return { query: '', extensions: byHash.data.extensions };
  const result = parametersSchema.safeParse(parameters);
  if (!result.success) {
    const [issue] = result.error.issues;
    const what =
      issue && issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ${issue.message}` : 'no operation';
    return refusal(400, 'BAD_REQUEST', `The request is malformed: ${what}`);
  }
  const { query, operationName, variables, extensions } = result.data;
  return {
    query,
    operationName: operationName === '' ? undefined : (operationName ?? undefined),
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  };
}
