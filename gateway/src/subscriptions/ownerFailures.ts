import type { UpstreamError } from './upstreams.ts';

/**
 * Codes with which a subgraph ends what it had accepted before, though the next try may succeed: it failed itself
 * (its database is away), the signed identity had ended before it was read, it is full.
 */
const passing = new Set(['INTERNAL_SERVER_ERROR', 'UNAUTHENTICATED', 'TOO_MANY_SUBSCRIPTIONS']);

/** Whether errors tell of a failure of the owner that may pass, rather than of an operation that it refuses. */
export function isTransient(errors: readonly UpstreamError[]): boolean {
  return errors.every(({ extensions }) => {
    const code = extensions?.code;
    return typeof code !== 'string' || passing.has(code);
  });
}
