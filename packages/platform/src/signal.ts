/** Wakes one waiting loop. A notification before anyone waits is kept until the next wait. */
export interface Signal {
  notify(): void;
  /** Resolves at the next notification (true), or after `ms` (false). */
  wait(ms: number): Promise<boolean>;
}

/** A signal that has not been notified. At most one loop may wait for it at a time. */
export function createSignal(): Signal {
  let isNotified = false;
  let listening: (() => void) | undefined;
  return {
    notify() {
      isNotified = true;
      listening?.();
    },
    async wait(ms) {
      if (!isNotified) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          listening = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      listening = undefined;
      const wasNotified = isNotified;
      isNotified = false;
      return wasNotified;
    },
  };
}

/** Resolves after `ms`, or as soon as `signal` is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
