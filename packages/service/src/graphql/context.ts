import type { Caller } from '@nakku/identity';

/** What each resolver is given, besides what the subgraph adds (loaders). */
export interface BaseContext {
  /** Verified; never taken from anything but the signed identity. */
  readonly caller: Caller;
  readonly clientIp: string;
  readonly requestId: string;
  /** Whether it is a subscription that reads. */
  readonly isLive: boolean;
}

/** Adds a subgraph's own part, made anew for each request and for each event of a subscription. */
export type ContextOf = (base: BaseContext) => object;
