import type { Platform } from '@nakku/platform';
import type { Durations } from '@nakku/service';
import type { ProviderPort } from '../domain/providerPort.ts';
import type { Clock } from '../domain/decision.ts';
import type { Db, Tx } from '../store/database.ts';

/** What the use cases of payments work with. */
export interface Deps {
  readonly db: Db;
  readonly platform: Platform<Tx>;
  readonly provider: ProviderPort;
  readonly durations: Durations['payments'];
  readonly now: () => Date;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** There may be work for the worker of this process: it looks at once. */
  readonly wakeWorker: () => void;
}

/** Time and ids for one decision. */
export function clockOf({ now, newId }: Pick<Deps, 'now' | 'newId'>): Clock {
  return { now: now(), newId };
}
