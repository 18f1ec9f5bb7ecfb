import type { PollInterval, SharedReads } from '@nakku/graphql-kit';
import type { LiveSignals, Platform } from '@nakku/platform';
import type { QuoteVerifier } from '@nakku/quote';
import type { SubstituteSource } from '../domain/candidates.ts';
import type { OrderTimes } from '../domain/deadlines.ts';
import type { IssueLimits } from '../domain/issue.ts';
import type { OrderLimits } from '../domain/limits.ts';
import type { Db, Tx } from '../store/database.ts';
import type { OrderVersion } from '../store/orderQueries.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  /** The sequence of the latest step, by order. */
  readonly sequences: SharedReads<string, number>;
  /** Unfinished orders, by store. */
  readonly unfinished: SharedReads<string, readonly OrderVersion[]>;
}

/** What use cases and resolvers work with; made once, in service.ts. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly live: LiveSignals;
  readonly liveReads: LiveReads;
  readonly poll: PollInterval;
  readonly quotes: QuoteVerifier;
  readonly substitutes: SubstituteSource;
  readonly times: OrderTimes;
  readonly limits: OrderLimits;
  readonly issueLimits: IssueLimits;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}
