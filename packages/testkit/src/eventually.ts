/**
 * Repeats an assertion until it holds and returns its value.
 * @param assertion throws (or rejects) while it does not hold yet
 * @throws Error with the last failure when `timeoutMs` have passed
 */
export async function eventually<T>(
  assertion: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() >= end) {
        const message = error instanceof Error ? error.message : String(error);
        throw new Error(`not within ${timeoutMs} ms; last failure: ${message}`, { cause: error });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
