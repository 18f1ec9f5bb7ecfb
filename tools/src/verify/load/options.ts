import type { Basket } from './baskets.ts';
import type { Killer } from './killer.ts';

/** What one load test is asked to do. */
export interface LoadOptions {
  readonly gatewayUrl: string;
  readonly baskets: readonly Basket[];
  /** The file that they are from, for messages. */
  readonly file: string;
  /** Leave out baskets with items that the shop does not sell, instead of failing. */
  readonly skipUnknown?: boolean;
  readonly orders: number;
  /** Customers between cart and confirmation at the same time; confirmed orders are followed beside. */
  readonly concurrency: number;
  /** At most so many orders are begun per second; undefined: as fast as it goes. */
  readonly rate?: number;
  /** Pieces of each product that can be ordered; undefined: enough for all. */
  readonly stock?: number;
  /** Customers order what the store has none of, though the cart shows it. */
  readonly ignoresStock?: boolean;
  /** Of a hundred orders so many are first paid with a card that is declined. */
  readonly declinedPercent: number;
  /** What those customers do then. */
  readonly afterDecline: 'another_card' | 'cancel';
  /** Of a hundred orders so many are changed by their customers before they are packed; default: none. */
  readonly changedPercent?: number;
  /** An order that has not ended by then has failed. */
  readonly orderTimeoutMs: number;
  readonly killer?: Killer;
}

export interface Progress {
  readonly placed: number;
  readonly ended: number;
  readonly failed: number;
}

export interface LoadHooks {
  log(line: string): void;
  onProgress(progress: Progress): void;
}
