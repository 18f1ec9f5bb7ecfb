/** Why a signal of `deadlineIn` was aborted, if nobody gave up before. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

export interface Deadline {
  /** Epoch ms. */
  readonly at: number;
  readonly signal: AbortSignal;
  /** It is over: nothing is aborted any more. */
  clear(): void;
}

/** A signal that is aborted after `ms`, or with `earlier`. */
export function deadlineIn(ms: number, earlier?: AbortSignal): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DeadlineExceeded('deadline exceeded')), ms);
  const abort = () => controller.abort(earlier?.reason);
  earlier?.addEventListener('abort', abort);
  if (earlier?.aborted) abort();
  return {
    at: Date.now() + ms,
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      earlier?.removeEventListener('abort', abort);
    },
  };
}
