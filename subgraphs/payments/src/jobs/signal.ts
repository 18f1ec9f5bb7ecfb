/** Wakes one sleeper. A notification while nobody sleeps is kept for the next. */
export interface Signal {
  notify(): void;
  /** Resolves when notified, at the latest after `ms`. */
  wait(ms: number): Promise<void>;
}

export function createSignal(): Signal {
  let isNotified = false;
  let wake: (() => void) | undefined;
  return {
    notify() {
      isNotified = true;
      wake?.();
    },
    async wait(ms) {
      if (!isNotified) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = undefined;
      isNotified = false;
    },
  };
}
