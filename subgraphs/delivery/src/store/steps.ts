import type { DeliveryStatus } from '../domain/delivery.ts';
import type { DeliveryStep, StepNote } from '../domain/step.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

interface StepRow {
  readonly delivery_id: string;
  readonly sequence: number;
  readonly status: DeliveryStatus;
  readonly note: StepNote;
  readonly actor_id: string | null;
  readonly at: Date;
}

const columns = Prisma.sql`delivery_id, sequence, status, jsonb_build_object('kind', kind) || params AS note, actor_id, at`;

function stepOf(row: StepRow): DeliveryStep {
  return {
    deliveryId: row.delivery_id,
    sequence: row.sequence,
    status: row.status,
    note: row.note,
    actorId: row.actor_id,
    at: row.at,
  };
}

/**
 * Part of the statement that writes a delivery: its step, from the row that the statement has written.
 * @param written name of the common table expression that returns the delivery's row
 */
export function insertStep(written: string, note: StepNote, actorId: string | null = null): Prisma.Sql {
  const { kind, ...params } = note;
  return Prisma.sql`INSERT INTO delivery_steps (delivery_id, sequence, status, kind, params, actor_id, at)
    SELECT id, version, status, ${kind}, ${JSON.stringify(params)}::jsonb, ${actorId}::uuid, updated_at
      FROM ${Prisma.raw(written)}`;
}

/** Steps after `sequence` in order, at most `limit`. */
export async function loadSteps(
  db: Tx,
  deliveryId: string,
  sequence: number,
  limit: number,
): Promise<DeliveryStep[]> {
  const rows = await db.$queryRaw<StepRow[]>`
    SELECT ${columns} FROM delivery_steps
     WHERE delivery_id = ${deliveryId}::uuid AND sequence > ${sequence} ORDER BY sequence LIMIT ${limit}`;
  return rows.map(stepOf);
}

export async function loadLatestStep(db: Tx, deliveryId: string): Promise<DeliveryStep | null> {
  const rows = await db.$queryRaw<StepRow[]>`
    SELECT ${columns} FROM delivery_steps
     WHERE delivery_id = ${deliveryId}::uuid ORDER BY sequence DESC LIMIT 1`;
  return rows[0] ? stepOf(rows[0]) : null;
}

/** The histories of several deliveries, each oldest first and at most `limit` steps. */
export async function loadTimelines(
  db: Tx,
  deliveryIds: readonly string[],
  limit: number,
): Promise<DeliveryStep[]> {
  const rows = await db.$queryRaw<StepRow[]>`
    SELECT ${columns} FROM delivery_steps
     WHERE delivery_id = ANY(${[...deliveryIds]}::uuid[]) AND sequence <= ${limit}
     ORDER BY delivery_id, sequence`;
  return rows.map(stepOf);
}
