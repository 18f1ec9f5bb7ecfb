import type { GraphQLFormattedError } from 'graphql';
import { errorOf } from '../request/results.ts';

/** Codes that say how we are built rather than what the client could do: the text behind them stays inside. */
const internalCodes = new Set([
  'INTERNAL_SERVER_ERROR',
  'DOWNSTREAM_SERVICE_ERROR',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INVALID_GRAPHQL',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Keys of `extensions` that tell of our inside. */
const internalKeys = new Set([
  'serviceName',
  'stacktrace',
  'exception',
  'code',
  'http',
  'service',
  'valueCompletion',
]);

export interface ErrorPresentation {
  readonly production: boolean;
  /** Errors of one response. */
  readonly maxErrors: number;
}

/**
 * Errors of execution as clients may see them, of many the first ones and how many more there are. An error whose code its subgraph chose keeps code and
 * message; any other reads `INTERNAL_SERVER_ERROR`. Outside of production `serviceName` is kept, for the developer.
 */
export function presentedErrors(
  errors: readonly GraphQLFormattedError[],
  o: ErrorPresentation,
): GraphQLFormattedError[] {
  const shown = errors.slice(0, o.maxErrors).map((error) => presented(error, o.production));
  const hidden = errors.length - shown.length;
  const last = shown.at(-1);
  if (hidden === 0 || !last) return shown;
  return [...shown.slice(0, -1), errorOf('TOO_MANY_ERRORS', `And ${hidden + 1} more errors`)];
}

function presented(error: GraphQLFormattedError, production: boolean): GraphQLFormattedError {
  const extensions = error.extensions ?? {};
  const code = typeof extensions.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR';
  const path = error.path === undefined ? {} : { path: error.path };
  const serviceName = production ? undefined : extensions.serviceName;
  const service = typeof serviceName === 'string' ? { serviceName } : {};
  if (internalCodes.has(code)) {
    return errorOf('INTERNAL_SERVER_ERROR', 'Internal server error', { ...path, extensions: service });
  }
  const kept = Object.entries(extensions).filter(([key]) => !internalKeys.has(key));
  return errorOf(code, error.message, { ...path, extensions: { ...Object.fromEntries(kept), ...service } });
}
