import type { SharedReads } from '@nakku/graphql-kit';
import type { Transaction } from '@nakku/platform';
import type { Logger } from '@nakku/telemetry';
import type { SubgraphDeps } from '@nakku/service';
import type { InventoryConfig, InventoryTimes } from '../config.ts';
import type { Availability } from '../domain/availability.ts';
import type { Db, Tx } from '../store/database.ts';
import type { StockKey } from '../store/stockItems.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  readonly stock: SharedReads<StockKey, Availability>;
}

/** What inventory's use cases and resolvers work with. */
export interface Deps extends SubgraphDeps<Db> {
  readonly liveReads: LiveReads;
  readonly times: InventoryTimes;
  readonly config: InventoryConfig;
  readonly log: Logger;
}

/** A transaction of inventory, which emits events. */
export type StockTransaction = Transaction<Tx>;
