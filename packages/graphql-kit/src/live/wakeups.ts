import { createSignal } from '@nakku/platform';
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
  readonly #hint = createSignal();
  readonly #stop: (() => void)[];
  readonly #live: LiveSignals;
  readonly #poll: PollInterval;
  readonly #signal: AbortSignal;

  constructor(live: LiveSignals, channels: readonly string[], poll: PollInterval, signal: AbortSignal) {
    this.#live = live;
    this.#poll = poll;
    this.#signal = signal;
    const wake = () => this.#hint.notify();
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
    const { healthyMs, unhealthyMs } = this.#poll;
    const interval = this.#live.healthy ? healthyMs : unhealthyMs;
    const isHint = await this.#hint.wait(this.#signal.aborted ? 0 : interval);
    return isHint ? 0 : interval / 2;
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }
}
