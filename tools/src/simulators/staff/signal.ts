/** Wakes whoever waits; a notification that nobody waits for is kept. */
export interface Signal {
  notify(): void;
  /** Resolves at the next notification, after `timeoutMs`, or when the abort signal fires; true if it was notified. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<boolean>;
}

export function openSignal(): Signal {
  let isNotified = false;
  let wake: (() => void) | undefined;
  return {
    notify() {
      isNotified = true;
      wake?.();
    },
    async wait(timeoutMs, signal) {
      if (!isNotified && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        if (wake) signal.removeEventListener('abort', wake);
        wake = undefined;
      }
      const wasNotified = isNotified;
      isNotified = false;
      return wasNotified;
    },
  };
}
