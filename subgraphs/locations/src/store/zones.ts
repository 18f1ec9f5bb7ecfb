import type { Page } from '@nakku/graphql-kit';
import { z } from 'zod';
import type { ZoneCandidate } from '../domain/serviceability.ts';
import type { Zone } from '../domain/zone.ts';
import type { Tx } from './database.ts';
import { columnsOf, zoneOf } from './zoneRows.ts';

export async function zonesById(tx: Tx, ids: readonly string[]): Promise<Zone[]> {
  return (await tx.zone.findMany({ where: { id: { in: [...ids] } } })).map(zoneOf);
}

/** Zones that touch a cell, without those closed for good. */
export async function zonesAt(tx: Tx, cell: bigint): Promise<ZoneCandidate[]> {
  const rows = await tx.zoneCell.findMany({
    where: { cell, zone: { status: { not: 'CLOSED' } } },
    include: { zone: true },
  });
  return rows.map(({ zone, isInside }) => ({ zone: zoneOf(zone), isInside }));
}

/** A cursor comes from a client: no text in it may be what the database cannot take. */
const storableText = z
  .string()
  .max(100)
  .refine((text) => !text.includes('\0'));

/** Place of a zone in the list of a store by name. */
export const zoneKey = z.tuple([z.literal('zones'), storableText, z.uuid()]);
export type ZoneKey = z.infer<typeof zoneKey>;

/** Zones of a store that are not closed for good: one more than the page holds, in reading order. */
export async function zonePage(tx: Tx, storeId: string, page: Page<ZoneKey>): Promise<Zone[]> {
  const after = page.backward ? 'lt' : 'gt';
  const order = page.backward ? 'desc' : 'asc';
  const [, name, id] = page.cursor ?? [];
  const rows = await tx.zone.findMany({
    where: {
      storeId,
      status: { not: 'CLOSED' },
      ...(name === undefined ? {} : { OR: [{ name: { [after]: name } }, { name, id: { [after]: id } }] }),
    },
    orderBy: [{ name: order }, { id: order }],
    take: page.limit + 1,
  });
  return rows.map(zoneOf);
}

/** The zone of a store with this name that is not closed for good; null if there is none. */
export async function zoneNamed(tx: Tx, storeId: string, name: string): Promise<Zone | null> {
  const row = await tx.zone.findFirst({ where: { storeId, name, status: { not: 'CLOSED' } } });
  return row === null ? null : zoneOf(row);
}

/** Lets changes of a store's zones follow one another, so that two of one name cannot both be added. */
export async function lockZonesOf(tx: Tx, storeId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM stores WHERE id = ${storeId}::uuid FOR NO KEY UPDATE`;
}

/** A zone under its lock; null if there is none. */
export async function lockZone(tx: Tx, zoneId: string): Promise<Zone | null> {
  await tx.$queryRaw`SELECT 1 FROM zones WHERE id = ${zoneId}::uuid FOR NO KEY UPDATE`;
  return (await zonesById(tx, [zoneId])).at(0) ?? null;
}

export async function insertZone(tx: Tx, zone: Zone, at: Date): Promise<void> {
  await tx.zone.create({ data: { ...columnsOf(zone), createdAt: at, updatedAt: at } });
}

/** Writes a zone that the transaction has locked. */
export async function saveZone(tx: Tx, zone: Zone, at: Date): Promise<void> {
  const { id, ...columns } = columnsOf(zone);
  await tx.zone.update({ where: { id }, data: { ...columns, updatedAt: at } });
}

/** Replaces the cells of a zone. */
export async function replaceCells(
  tx: Tx,
  zoneId: string,
  cells: readonly { readonly cell: bigint; readonly isInside: boolean }[],
): Promise<void> {
  await tx.$executeRaw`DELETE FROM zone_cells WHERE zone_id = ${zoneId}::uuid`;
  const rows = JSON.stringify(
    cells.map(({ cell, isInside }) => ({ cell: cell.toString(), inside: isInside })),
  );
  await tx.$executeRaw`
    INSERT INTO zone_cells (cell, zone_id, is_inside)
    SELECT cell, ${zoneId}::uuid, inside FROM json_to_recordset(${rows}::json) AS r(cell bigint, inside boolean)`;
}
