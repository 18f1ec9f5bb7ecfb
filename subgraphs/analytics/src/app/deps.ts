import type { SharedReads } from '@nakku/graphql-kit';
import type { SubgraphDeps } from '@nakku/service';
import type { AnalyticsConfig } from '../config.ts';
import type { Db } from '../store/database.ts';
import type { Dashboard } from './dashboard.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  /** By ID of the store. */
  readonly dashboards: SharedReads<string, Dashboard>;
}

/** What use cases and resolvers work with; made once, in service.ts. */
export interface Deps extends SubgraphDeps<Db> {
  readonly liveReads: LiveReads;
  readonly config: AnalyticsConfig;
}
