import type { Vehicle } from './courier.ts';

/** What administrators decide about a courier. */
export interface CourierProfile {
  readonly displayName: string;
  readonly vehicle: Vehicle;
  readonly capacity: number;
  readonly isActive: boolean;
}

export type CourierChangeKind = 'CREATED' | 'UPDATED' | 'DEACTIVATED' | 'REACTIVATED';

/** An administrator's act on a courier, for the audit. */
export interface CourierChange {
  readonly changeId: string;
  readonly courierId: string;
  readonly actorId: string;
  readonly kind: CourierChangeKind;
  /** Null for a new courier. */
  readonly before: CourierProfile | null;
  readonly after: CourierProfile;
  readonly reason: string | null;
  readonly at: Date;
}
