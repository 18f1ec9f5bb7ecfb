/** A generator's return() waits for the event that it waits for; this one ends at once. */
export function stoppable<T>(events: (signal: AbortSignal) => AsyncGenerator<T>): AsyncIterableIterator<T> {
  const stop = new AbortController();
  const generator = events(stop.signal);
  return {
    next: () =>
      generator.next().catch((error: unknown): IteratorResult<T> => {
        if (stop.signal.aborted) return { done: true, value: undefined };
        throw error;
      }),
    async return() {
      stop.abort();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
