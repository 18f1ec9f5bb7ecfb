const FIRST_MS = 100;
const MAX_MS = 5_000;

/** Codes of errors that no repetition heals; anything else may be a service that comes back. */
const PERMANENT: ReadonlySet<string | undefined> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_TOO_LARGE',
  'COST_ESTIMATED_TOO_EXPENSIVE',
  'FORBIDDEN',
  'UNAUTHORIZED_FIELD_OR_TYPE',
  'NOT_FOUND',
  'ACCESS_ENDED',
  'CURSOR_INVALID',
  'CURSOR_IN_FUTURE',
  'CURSOR_EXPIRED',
]);

/** @param code `extensions.code` of a top-level error */
export const isPermanent = (code: string | undefined): boolean => PERMANENT.has(code);

/**
 * How long to wait before the next try, ms: doubling, with half of it left to chance, so that clients of a restarted
 * gateway spread out.
 * @param failures tries that failed since one succeeded
 */
export function pauseBefore(failures: number, maxMs = MAX_MS, chance = Math.random()): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures, 10), maxMs);
  return Math.round((whole * (1 + chance)) / 2);
}

/** Waits; an aborted signal ends it. */
export function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
