/**
 * A generator that can be ended while it waits. A plain async generator settles `return()` only after its pending
 * `next()`, so a quiet subscription would outlive its client; here `return()` aborts `signal` first.
 */
export function abortable<Value>(
  generate: (signal: AbortSignal) => AsyncGenerator<Value, void, undefined>,
): AsyncIterableIterator<Value> {
  const controller = new AbortController();
  const generator = generate(controller.signal);
  return {
    next: () => generator.next(),
    return: () => {
      controller.abort();
      return generator.return();
    },
    throw: (error: unknown) => {
      controller.abort();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
