import { batchLoader } from '@nakku/graphql-kit';
import type { PollInterval } from '@nakku/graphql-kit';
import type { LiveSignals, Platform } from '@nakku/platform';
import type { QuoteVerifier } from '@nakku/quote';
import type { BaseContext, Durations } from '@nakku/service';
import type { Db, Tx } from '../store/database.ts';
import { linesOf } from '../store/lines.ts';
import { ordersById } from '../store/reading.ts';
import { timelinesOf } from '../store/steps.ts';

/** What the resolvers of this service work with; one for all requests. */
export interface OrdersServices {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly live: LiveSignals;
  readonly poll: PollInterval;
  readonly quotes: QuoteVerifier;
  readonly times: Durations['orders'];
  readonly now: () => Date;
}

/** Made anew for each request and each event of a subscription, so that nothing is remembered between them. */
export function loadersOf(db: Db) {
  return {
    orders: batchLoader(
      (ids) => ordersById(db, ids),
      (order) => order.id,
    ),
    lines: batchLoader(
      (ids) => linesOf(db, ids),
      (found) => found.orderId,
    ),
    timelines: batchLoader(
      (ids) => timelinesOf(db, ids),
      (found) => found.orderId,
    ),
  };
}

export interface Context extends BaseContext, OrdersServices {
  readonly loaders: ReturnType<typeof loadersOf>;
}
