import type { SharedReads } from '@nakku/graphql-kit';
import type { LiveSignals, Platform, Transaction } from '@nakku/platform';
import type { Durations } from '@nakku/service';
import type { Logger } from '@nakku/telemetry';
import type { InventoryConfig } from '../config.ts';
import type { Availability } from '../domain/availability.ts';
import type { Db, Tx } from '../store/database.ts';
import type { StockKey } from '../store/stockItems.ts';

/** What inventory's use cases and resolvers work with. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly live: LiveSignals;
  /** What all subscriptions of this process read availability by. */
  readonly liveStock: SharedReads<StockKey, Availability>;
  readonly durations: Durations;
  readonly config: InventoryConfig;
  readonly log: Logger;
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

/** A transaction of inventory, which emits events. */
export type StockTransaction = Transaction<Tx>;
