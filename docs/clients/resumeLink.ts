import { ApolloLink } from '@apollo/client';
import {
  CombinedGraphQLErrors,
  CombinedProtocolErrors,
  PROTOCOL_ERRORS_SYMBOL,
  ServerError,
} from '@apollo/client/errors';
import { OperationTypeNode } from 'graphql';
import { defer, retry, tap, throwError, timer } from 'rxjs';

const maxDelayMs = 10_000;

/**
 * For Apollo Client, before a `GraphQLWsLink` or an `HttpLink`: a subscription marked `@resumable` goes on through every
 * break, each step once and in order. Its document declares `$after: Cursor`, passes it as `after`, and selects `cursor`.
 */
export const resumeLink = new ApolloLink((operation, forward) => {
  if (operation.operationType !== OperationTypeNode.SUBSCRIPTION) return forward(operation);
  // The link behind this one sends these variables again when it reconnects: they always hold the last cursor.
  const variables: Record<string, unknown> = { ...operation.variables };
  operation.variables = variables;
  return defer(() => forward(operation)).pipe(
    tap(({ data, extensions }) => {
      const cut: unknown = extensions && Reflect.get(extensions, PROTOCOL_ERRORS_SYMBOL);
      if (CombinedProtocolErrors.is(cut) && cut.errors.some(isOfConnection)) throw cut;
      variables.after = cursorOf(data) ?? variables.after;
    }),
    retry({
      delay: (error, tries) => {
        const seconds = retryAfterSeconds(error);
        // Not all at once: whoever was refused together would be refused together again.
        if (seconds !== undefined) return timer(1_000 * seconds * (1 + Math.random()));
        return isTemporary(error) ? timer(waitBefore(tries)) : throwError(() => error);
      },
      resetOnSuccess: true,
    }),
  );
});

/** Whether a stream over HTTP was ended because of its connection, so that the subscription goes on over another. */
function isOfConnection({ extensions }: { extensions?: { readonly code?: unknown } }): boolean {
  return extensions?.code === 'SLOW_CONSUMER' || extensions?.code === 'UNAUTHENTICATED';
}

function waitBefore(tries: number): number {
  return Math.min(100 * 2 ** tries, maxDelayMs) * (0.5 + Math.random() / 2);
}

/** Statuses of a refusal that another attempt may not meet: a token that expired, a request that was cut off, too many. */
const temporaryStatuses = new Set([401, 408, 429]);

/** Codes of GraphQL errors that do not concern the operation: a server that failed, a token that expired on the way. */
const temporaryCodes = new Set<unknown>(['INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE']);

/** Close codes after which a new connection would be closed in the same way: `GraphQLWsLink` has them in its message only. */
const closedForGood = /^Socket closed with event (4400|4401|4409|4429|1009)\b/;

/** What the server refuses it refuses again; what broke may work again. */
function isTemporary(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error))
    return error.errors.every(({ extensions }) => temporaryCodes.has(extensions?.code));
  if (ServerError.is(error)) return error.statusCode >= 500 || temporaryStatuses.has(error.statusCode);
  return !(error instanceof Error && closedForGood.test(error.message));
}

/** When a refusal may be tried again: a budget is refilled, a queue empties. Undefined: no other attempt helps. */
function retryAfterSeconds(error: unknown): number | undefined {
  const seconds = (CombinedGraphQLErrors.is(error) ? error.errors : [])
    .map(({ extensions }) => Number(extensions?.retryAfterSeconds))
    .filter(Number.isFinite);
  return seconds.length > 0 ? Math.max(...seconds) : undefined;
}

function cursorOf(data: Readonly<Record<string, unknown>> | null | undefined): unknown {
  const [update] = Object.values(data ?? {});
  return typeof update === 'object' && update !== null && 'cursor' in update ? update.cursor : undefined;
}
