import { ApolloLink } from '@apollo/client';
import { CombinedProtocolErrors, PROTOCOL_ERRORS_SYMBOL, ServerError } from '@apollo/client/errors';
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
      delay: (error, tries) => (mayPass(error) ? timer(waitBefore(tries)) : throwError(() => error)),
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

/** Statuses of a refusal that another try may not meet: a token that ended, a request that was cut off, too many. */
const passing = new Set([401, 408, 429]);

/** What the server refuses it refuses again; what broke may work again. */
function mayPass(error: unknown): boolean {
  return !ServerError.is(error) || error.statusCode >= 500 || passing.has(error.statusCode);
}

function cursorOf(data: Readonly<Record<string, unknown>> | null | undefined): unknown {
  const [update] = Object.values(data ?? {});
  return typeof update === 'object' && update !== null && 'cursor' in update ? update.cursor : undefined;
}
