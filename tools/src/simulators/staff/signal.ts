/** Wakes somebody who waits; a ring that nobody waits for is kept. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, after `withinMs`, or when the signal is aborted; true if it rang. */
  wait(withinMs: number, signal: AbortSignal): Promise<boolean>;
}

export function hangBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      hasRung = true;
      wake?.();
    },
    async wait(withinMs, signal) {
      if (!hasRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, withinMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
        });
        if (wake) signal.removeEventListener('abort', wake);
        wake = undefined;
      }
      const rang = hasRung;
      hasRung = false;
      return rang;
    },
  };
}
