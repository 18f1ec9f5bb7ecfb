import type { SharedReads } from '@nakku/graphql-kit';
import type { QuoteVerifier } from '@nakku/quote';
import type { SubgraphDeps } from '@nakku/service';
import type { SubstituteSource } from '../domain/candidates.ts';
import type { OrderTimes } from '../domain/deadlines.ts';
import type { InvoiceRule } from '../domain/invoice.ts';
import type { IssueLimits } from '../domain/issue.ts';
import type { OrderLimits } from '../domain/limits.ts';
import type { Db } from '../store/database.ts';
import type { OrderVersion } from '../store/orderQueries.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  /** The sequence of the latest step, by order. */
  readonly sequences: SharedReads<string, number>;
  /** Unfinished orders, by store. */
  readonly unfinished: SharedReads<string, readonly OrderVersion[]>;
}

/** What use cases and resolvers work with; made once, in service.ts. */
export interface Deps extends SubgraphDeps<Db> {
  readonly liveReads: LiveReads;
  readonly quotes: QuoteVerifier;
  readonly substitutes: SubstituteSource;
  readonly times: OrderTimes;
  readonly limits: OrderLimits;
  readonly issueLimits: IssueLimits;
  readonly invoices: InvoiceRule;
  /** The key that signs links to documents. */
  readonly linkKey: () => Promise<Uint8Array>;
}
