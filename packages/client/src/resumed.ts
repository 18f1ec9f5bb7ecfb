import { isPermanent, pauseBefore, rest } from './retryPolicy.ts';
import { GraphqlFailed } from './request.ts';

const mayPassByCode = (because: unknown): boolean =>
  !(because instanceof GraphqlFailed && isPermanent(because.code));

/**
 * Takes a stream up again whenever it breaks or ends, behind the last cursor.
 * @param o.subscribe one subscription until it ends; `after` is the cursor to go on from
 * @param o.mayPass whether to go on after such an error; default: unless its code says that no repetition heals it
 * @param o.maxPauseMs between two tries
 * @throws what may not pass
 */
export async function* resumed<Data>(o: {
  subscribe: (after: string | undefined, signal: AbortSignal) => AsyncIterable<Data>;
  cursorOf?: (data: Data) => string | undefined;
  mayPass?: (because: unknown) => boolean;
  onBreak?: (because: unknown) => void;
  signal?: AbortSignal;
  maxPauseMs?: number;
}): AsyncGenerator<Data, void, undefined> {
  const { signal = new AbortController().signal, mayPass = mayPassByCode } = o;
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
      if (!signal.aborted && !mayPass(error)) throw error;
      because = error;
    }
    if (signal.aborted) return;
    o.onBreak?.(because);
    await rest(pauseBefore(failures, o.maxPauseMs), signal);
  }
}
