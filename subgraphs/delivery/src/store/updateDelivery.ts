import type { Delivery, DeliveryProof, DeliveryStatus, FailureCode } from '../domain/delivery.ts';
import type { StepNote } from '../domain/step.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { type DeliveryRow, deliveryOf } from './rows.ts';
import { insertStep } from './steps.ts';

/** A step of a delivery that happens only if its row allows it. */
export interface DeliveryChange {
  readonly deliveryId: string;
  /** The statuses from which it may happen. */
  readonly from: readonly DeliveryStatus[];
  /** Null keeps the status. */
  readonly to: DeliveryStatus | null;
  /** Only if it is this courier's. */
  readonly courierId?: string;
  /** Only if nobody has reported the customer absent. */
  readonly ifNotAbsent?: boolean;
  /** Only if the store has packed it. */
  readonly ifReady?: boolean;
  /** Only if fewer wrong codes were tried. */
  readonly ifTriesBelow?: number;
  readonly set?: {
    readonly courierId?: null;
    readonly eta?: Date | null;
    readonly proof?: DeliveryProof;
    readonly failure?: { readonly code: FailureCode; readonly reason: string };
    readonly pickedUpAt?: Date;
    readonly absentSince?: Date;
    readonly ageVerifiedAt?: Date;
  };
  /** What the timeline says. */
  readonly note: StepNote;
  /** The user who acted; none: another context or a deadline. */
  readonly actorId?: string;
}

/**
 * The one way a delivery that exists changes (but for taking it, see takeOffer): one conditional statement writes the
 * row, adds 1 to its version and writes the step. Of two changes that exclude each other one finds its condition gone.
 * The caller publishes the event of this version in the same transaction.
 * @returns the delivery after it; null if a condition does not hold
 */
export async function updateDelivery(db: Tx, change: DeliveryChange): Promise<Delivery | null> {
  const { set = {} } = change;
  const assignments = [
    Prisma.sql`version = version + 1`,
    Prisma.sql`updated_at = clock_timestamp()`,
    ...(change.to === null ? [] : [Prisma.sql`status = ${change.to}`]),
    ...(set.courierId === undefined ? [] : [Prisma.sql`courier_id = NULL`]),
    ...(set.eta === undefined ? [] : [Prisma.sql`eta = ${set.eta}::timestamptz`]),
    ...(set.proof === undefined ? [] : [Prisma.sql`proof = ${set.proof}`]),
    ...(set.failure === undefined
      ? []
      : [Prisma.sql`failure_code = ${set.failure.code}, failure_reason = ${set.failure.reason}`]),
    ...(set.pickedUpAt === undefined ? [] : [Prisma.sql`picked_up_at = ${set.pickedUpAt}::timestamptz`]),
    ...(set.ageVerifiedAt === undefined
      ? []
      : [Prisma.sql`age_verified_at = ${set.ageVerifiedAt}::timestamptz`]),
    ...(set.absentSince === undefined ? [] : [Prisma.sql`absent_since = ${set.absentSince}::timestamptz`]),
  ];
  const conditions = [
    Prisma.sql`id = ${change.deliveryId}::uuid`,
    Prisma.sql`status = ANY(${[...change.from]})`,
    ...(change.courierId === undefined ? [] : [Prisma.sql`courier_id = ${change.courierId}::uuid`]),
    ...(change.ifNotAbsent ? [Prisma.sql`absent_since IS NULL`] : []),
    ...(change.ifReady ? [Prisma.sql`ready_at IS NOT NULL`] : []),
    ...(change.ifTriesBelow === undefined ? [] : [Prisma.sql`code_tries < ${change.ifTriesBelow}`]),
  ];
  const rows = await db.$queryRaw<DeliveryRow[]>`
    WITH changed AS (
      UPDATE deliveries SET ${Prisma.join(assignments)} WHERE ${Prisma.join(conditions, ' AND ')} RETURNING *
    ), step AS (${insertStep('changed', change.note, change.actorId)})
    SELECT * FROM changed`;
  return rows[0] ? deliveryOf(rows[0]) : null;
}
