import type { SubgraphDeps } from '@nakku/service';
import type { PaymentTimes } from '../config.ts';
import type { ProviderPort } from '../domain/providerPort.ts';
import type { Clock } from '../domain/decision.ts';
import type { Db } from '../store/database.ts';

/** Bounds of this service's configuration. */
export interface Limits {
  /** Of one refund by an operator of a store, and of their refunds within 24 hours; whole units of the currency. */
  readonly staffRefundMax: number;
  readonly staffRefundDailyMax: number;
  /** A larger refund needs the approval of a second person; whole units of the currency. */
  readonly refundApprovalAbove: number;
  readonly cardAttemptsPerOrder: number;
  readonly cardRetriesPerHour: number;
  readonly cardsAddedPerDay: number;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What the use cases of payments work with. */
export interface Deps extends SubgraphDeps<Db> {
  readonly provider: ProviderPort;
  readonly times: PaymentTimes;
  readonly limits: Limits;
  /** There may be work for the worker of this process: it looks at once. */
  readonly wakeWorker: () => void;
}

/** Time and ids for one decision. */
export function clockOf({ now, newId }: Pick<Deps, 'now' | 'newId'>): Clock {
  return { now: now(), newId };
}
