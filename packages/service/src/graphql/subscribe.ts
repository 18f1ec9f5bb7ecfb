import { createSourceEventStream, execute } from 'graphql';
import type { ExecutionArgs, ExecutionResult } from 'graphql';

/**
 * Like graphql's `subscribe`, with a context of its own for each event: loaders must not remember what an object
 * was at the event before. `inScope` runs the work of each event as one request;
 * `onEnd` is called once when a stream is over, however it ended.
 */
export async function subscribePerEvent(
  args: ExecutionArgs,
  contextOfEvent: () => object,
  inScope: <T>(work: () => T) => T,
  onEnd: () => void = () => undefined,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await inScope(() => createSourceEventStream({ ...args, contextValue: contextOfEvent() }));
  if (!isStream(source)) return source;
  const events = source[Symbol.asyncIterator]();
  let open = true;
  const end = (): IteratorReturnResult<undefined> => {
    if (open) onEnd();
    open = false;
    return { done: true, value: undefined };
  };
  const stream: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      try {
        const event = await inScope(() => events.next());
        if (event.done === true) return end();
        const value = await inScope(() =>
          execute({ ...args, rootValue: event.value, contextValue: contextOfEvent() }),
        );
        return { done: false, value };
      } catch (error) {
        end();
        throw error;
      }
    },
    // Not a generator: its return() would wait for the pending next(), which a quiet source never ends.
    async return() {
      end();
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

function isStream(result: AsyncIterable<unknown> | ExecutionResult): result is AsyncIterable<unknown> {
  return Symbol.asyncIterator in result;
}
