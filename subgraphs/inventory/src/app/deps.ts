import type { PollInterval, SharedReads } from '@nakku/graphql-kit';
import type { LiveSignals, Platform, Transaction } from '@nakku/platform';
import type { Logger } from '@nakku/telemetry';
import type { InventoryConfig, InventoryTimes } from '../config.ts';
import type { Availability } from '../domain/availability.ts';
import type { Db, Tx } from '../store/database.ts';
import type { StockKey } from '../store/stockItems.ts';

/** What all subscriptions of a process read by: what many watch is read once. */
export interface LiveReads {
  readonly stock: SharedReads<StockKey, Availability>;
}

/** What inventory's use cases and resolvers work with. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly live: LiveSignals;
  readonly liveReads: LiveReads;
  readonly poll: PollInterval;
  readonly times: InventoryTimes;
  readonly config: InventoryConfig;
  readonly log: Logger;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

/** A transaction of inventory, which emits events. */
export type StockTransaction = Transaction<Tx>;
