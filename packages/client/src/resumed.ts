import { GraphqlFailed } from './request.ts';

const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Codes of errors that no repetition heals; anything else may be a service that comes back. */
const PERMANENT = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_TOO_LARGE',
  'FORBIDDEN',
  'UNAUTHORIZED_FIELD_OR_TYPE',
  'NOT_FOUND',
  'ACCESS_ENDED',
  'CURSOR_INVALID',
  'CURSOR_IN_FUTURE',
  'CURSOR_EXPIRED',
]);

/** Doubling, with half of it left to chance, so that clients of a restarted gateway spread out. */
function pauseBefore(failures: number): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures, 10), LONGEST_MS);
  return (whole * (1 + Math.random())) / 2;
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
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

/**
 * Takes a stream up again whenever it breaks or ends, behind the last cursor.
 * @param o.subscribe one subscription until it ends; `after` is the cursor to go on from
 * @throws GraphqlFailed with a code that no repetition heals
 */
export async function* resumed<Data>(o: {
  subscribe: (after: string | undefined, signal: AbortSignal) => AsyncIterable<Data>;
  cursorOf?: (data: Data) => string | undefined;
  onBreak?: (because: unknown) => void;
  signal?: AbortSignal;
}): AsyncGenerator<Data, void, undefined> {
  const signal = o.signal ?? new AbortController().signal;
  let after: string | undefined;
  for (let failures = 0; !signal.aborted; failures += 1) {
    let because: unknown = new Error('the gateway completed the stream');
    try {
      for await (const data of o.subscribe(after, signal)) {
        failures = 0;
        after = o.cursorOf?.(data) ?? after;
        yield data;
      }
    } catch (error) {
      if (error instanceof GraphqlFailed && PERMANENT.has(error.code ?? '')) throw error;
      because = error;
    }
    if (signal.aborted) return;
    o.onBreak?.(because);
    await rest(pauseBefore(failures), signal);
  }
}
