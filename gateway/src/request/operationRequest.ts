import { z } from 'zod';
import { refusal } from './results.ts';
import type { Refusal } from './results.ts';

/** What a client sends, whatever transport brings it. */
export interface OperationRequest {
  /** Empty if the operation is named by its hash in `extensions`. */
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

const map = z.record(z.string(), z.unknown());
const parametersSchema = z.object({
  query: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: map.nullish(),
  extensions: map.nullish(),
});

/** Checks the parameters of an operation, whatever brought them. An empty text is none. */
export function parseOperationRequest(parameters: unknown): OperationRequest | Refusal {
  if (!isWellFormed(parameters)) return malformed(parameters);
  const { query, operationName, variables, extensions } = parameters;
  if (!query && extensions?.persistedQuery === undefined) {
    return refusal(400, 'BAD_REQUEST', 'The request is malformed: `query` is required');
  }
  return {
    query: query ?? '',
    operationName: operationName === '' ? undefined : (operationName ?? undefined),
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
  };
}

type Parameters = z.infer<typeof parametersSchema>;

/** What `parametersSchema` accepts: a schema would copy variables, which may be large, for each request. */
function isWellFormed(parameters: unknown): parameters is Parameters {
  if (!isMap(parameters)) return false;
  const { query, operationName, variables, extensions } = parameters;
  return (
    isTextOrNone(query) &&
    isTextOrNone(operationName) &&
    (isNone(variables) || isMap(variables)) &&
    (isNone(extensions) || isMap(extensions))
  );
}

const isNone = (value: unknown): boolean => value === undefined || value === null;
const isTextOrNone = (value: unknown): boolean => isNone(value) || typeof value === 'string';
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Says what is wrong with parameters. */
function malformed(parameters: unknown): Refusal {
  const [issue] = parametersSchema.safeParse(parameters).error?.issues ?? [];
  const what =
    issue && issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ${issue.message}` : 'no operation';
  return refusal(400, 'BAD_REQUEST', `The request is malformed: ${what}`);
}
