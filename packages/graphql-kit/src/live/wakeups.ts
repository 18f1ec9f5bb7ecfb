import type { LiveSignals } from '@nakku/platform';

/** How long to wait before looking without a hint, in milliseconds. */
export interface PollInterval {
  /** While hints arrive: only heals what was lost. */
  readonly healthyMs: number;
  /** While Redis is away: carries the subscription alone. */
  readonly unhealthyMs: number;
}

/**
 * Waits for the next reason to look at the database: a hint on one of `channels`, the poll, or the end. Listening
 * begins at once, so a hint that comes between reading and waiting is not lost.
 */
export class Wakeups {
  #woken = false;
  #wake: (() => void) | null = null;
  readonly #stop: (() => void)[];
  readonly #live: LiveSignals;
  readonly #poll: PollInterval;
  readonly #signal: AbortSignal;

  constructor(live: LiveSignals, channels: readonly string[], poll: PollInterval, signal: AbortSignal) {
    this.#live = live;
    this.#poll = poll;
    this.#signal = signal;
    const wake = () => {
      this.#woken = true;
      this.#wake?.();
    };
    signal.addEventListener('abort', wake, { once: true });
    this.#stop = channels.map((channel) => live.subscribe(channel, wake));
    this.#stop.push(() => {
      signal.removeEventListener('abort', wake);
    });
  }

  /**
   * Resolves at the next reason to look, with the age in milliseconds that what is read then may have: none after a
   * hint; after a poll half of its interval, so that all who watch the same thing share one read.
   */
  async next(): Promise<number> {
    let maxAgeMs = 0;
    if (!this.#woken && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        const interval = this.#live.healthy ? this.#poll.healthyMs : this.#poll.unhealthyMs;
        const timer = setTimeout(() => {
          maxAgeMs = interval / 2;
          resolve();
        }, interval);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
    }
    this.#woken = false;
    return maxAgeMs;
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }
}
