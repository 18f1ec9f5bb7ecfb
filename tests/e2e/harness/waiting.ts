import { eventually } from '@nakku/testkit';

/** Longest time that anything may take on two busy cores; shorter than a test, so that the test says what it waits for. */
const TIMEOUT_MS = 25_000;

/** Asks until the response is as wanted; when it never is, the error shows the last response. */
export function until<T>(
  read: () => Promise<T> | T,
  isWanted: (value: T) => boolean,
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  return eventually(
    async () => {
      const value = await read();
      if (!isWanted(value)) throw new Error(`the last response was ${JSON.stringify(value)}`);
      return value;
    },
    { timeoutMs, everyMs: 50 },
  );
}
