import { unwrapResolverError } from '@apollo/server/errors';
import type { Logger } from '@nakku/telemetry';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';

const INTERNAL = 'INTERNAL_SERVER_ERROR';

/**
 * What a caller may read of an error. A GraphQLError with a code was written for callers and passes, without its
 * stack. Everything else is a bug or a broken dependency: it is logged whole and reported without detail.
 */
export function responseError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const code = formatted.extensions?.code;
  if (cause instanceof GraphQLError && typeof code === 'string' && code !== INTERNAL) {
    const { stacktrace: _stack, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, extensions };
  }
  log.error({ err: cause, path: formatted.path }, 'unexpected error in a resolver');
  return {
    message: 'Internal server error',
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: { code: INTERNAL },
  };
}

/** The same for errors that did not pass through Apollo Server (subscriptions). */
export function responseErrors(errors: readonly GraphQLError[], log: Logger): GraphQLFormattedError[] {
  return errors.map((error) => responseError(error.toJSON(), error, log));
}

/** A top-level error of an invalid request, with `code` in its extensions. The client sees code and message. */
export function badRequest(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
