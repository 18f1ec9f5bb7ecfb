import { createHmac } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '@nakku/platform';
import { Agent, request } from 'undici';
import type { FaultDice } from './faults.ts';
import type { StripeEvent } from './objects.ts';

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

const CONCURRENT = 32;
const RETRY_FIRST_MS = 200;
const RETRY_MAX_MS = 10_000;
const TIMEOUT_MS = 5_000;
const HELD_BACK_MS = 500;

/** Stripe's signature of a webhook: HMAC-SHA256 over `<time>.<body>`. */
export function signatureOf(body: string, secret: string, atSeconds: number): string {
  const v1 = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex');
  return `t=${atSeconds},v1=${v1}`;
}

/** Delivers events until the receiver takes them (2xx), with backoff and with the faults that are set. */
export class Webhooks {
  target: WebhookTarget | undefined;
  readonly #faults: FaultDice;
  readonly #settled: (eventId: string) => void;
  readonly #agent = new Agent({ connections: CONCURRENT, keepAliveTimeout: 30_000 });
  readonly #stop = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #free = CONCURRENT;
  /** Lets go the event that is held back to be overtaken. */
  #release: (() => void) | undefined;

  /** `settled`: an event needs no more delivery. */
  constructor(faults: FaultDice, settled: (eventId: string) => void) {
    this.#faults = faults;
    this.#settled = settled;
    // Every delivery under way listens for the end.
    setMaxListeners(0, this.#stop.signal);
  }

  send(events: Iterable<StripeEvent>): void {
    for (const event of events) void this.#deliver(event);
  }

  async #deliver(event: StripeEvent): Promise<void> {
    const { settings } = this.#faults;
    if (!this.target) return;
    if (this.#faults.happens(settings.webhookDropRate)) return this.#settled(event.id);
    const copies = this.#faults.happens(settings.webhookDuplicateRate) ? 2 : 1;
    const delay = this.#faults.within(settings.webhookDelayMs);
    const isHeldBack = this.#faults.happens(settings.webhookReorderRate);
    try {
      if (delay > 0) await pause(delay, undefined, { signal: this.#stop.signal });
      if (isHeldBack) await this.#overtaken();
      await Promise.all(Array.from({ length: copies }, () => this.#untilTaken(event)));
      this.#settled(event.id);
    } catch (error) {
      // Stopping leaves the event undelivered: the next run sends it again.
      if (!this.#stop.signal.aborted) throw error;
    } finally {
      const release = this.#release;
      if (!isHeldBack && release) release();
    }
  }

  #overtaken(): Promise<void> {
    this.#release?.();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, HELD_BACK_MS);
      this.#release = () => {
        clearTimeout(timer);
        this.#release = undefined;
        resolve();
      };
    });
  }

  async #untilTaken(event: StripeEvent): Promise<void> {
    const body = JSON.stringify(event);
    for (let attempt = 0; ; attempt += 1) {
      if (await this.#post(body)) return;
      const backoff = backoffMs(attempt, { firstMs: RETRY_FIRST_MS, maxMs: RETRY_MAX_MS });
      await pause(backoff, undefined, { signal: this.#stop.signal });
    }
  }

  /** Whether the receiver returned 2xx. */
  async #post(body: string): Promise<boolean> {
    const { target } = this;
    if (!target) return false;
    await this.#enter();
    try {
      const response = await request(target.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signatureOf(body, target.secret, Math.floor(Date.now() / 1000)),
        },
        body,
        dispatcher: this.#agent,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        signal: this.#stop.signal,
      });
      await response.body.dump();
      return response.statusCode >= 200 && response.statusCode < 300;
    } catch {
      // The receiver is away or slow: the same as a refusal, it is tried again.
      this.#stop.signal.throwIfAborted();
      return false;
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#release?.();
    await this.#agent.destroy();
  }
}
