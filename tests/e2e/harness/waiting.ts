import { eventually } from '@nakku/testkit';

/** Longest time that anything may take on two busy cores; shorter than a test, so that the test says what it waits for. */
const PATIENCE_MS = 25_000;

/** Asks until the answer is as wanted; when it never is, the error shows the last answer. */
export function until<T>(
  ask: () => Promise<T> | T,
  isWanted: (answer: T) => boolean,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  return eventually(
    async () => {
      const answer = await ask();
      if (!isWanted(answer)) throw new Error(`the last answer was ${JSON.stringify(answer)}`);
      return answer;
    },
    { timeoutMs, everyMs: 50 },
  );
}
