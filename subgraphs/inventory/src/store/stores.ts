import { z } from 'zod';
import type { Page } from '@nakku/graphql-kit';
import type { Store } from '../domain/store.ts';
import type { Prisma, Store as Row } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

const hours = z.array(
  z.object({ weekday: z.number().int(), opens: z.number().int(), closes: z.number().int() }),
);
const status = z.enum(['OPEN', 'PAUSED', 'CLOSED']);

export function storeOf(row: Row): Store {
  return {
    storeId: row.id,
    name: row.name,
    address: {
      lines: row.lines,
      city: row.city,
      postcode: row.postcode,
      country: row.country,
      location: { latitude: row.latitude, longitude: row.longitude },
      instructions: row.instructions,
    },
    radiusMeters: row.radiusMeters,
    timeZone: row.timeZone,
    openingHours: hours.parse(row.openingHours),
    closedDates: row.closedDates,
    deliveryFee: Number(row.deliveryFee),
    freeDeliveryFrom: row.freeDeliveryFrom === null ? null : Number(row.freeDeliveryFrom),
    minimumOrder: row.minimumOrder === null ? null : Number(row.minimumOrder),
    currency: row.currency,
    status: status.parse(row.status),
    version: row.version,
  };
}

function columnsOf({ storeId, address, openingHours, ...store }: Store) {
  const { deliveryFee, freeDeliveryFrom, minimumOrder } = store;
  const { location, ...postal } = address;
  return {
    ...store,
    ...postal,
    ...location,
    id: storeId,
    openingHours: openingHours.map((day) => ({ ...day })) satisfies Prisma.InputJsonValue,
    deliveryFee: BigInt(deliveryFee),
    freeDeliveryFrom: freeDeliveryFrom === null ? null : BigInt(freeDeliveryFrom),
    minimumOrder: minimumOrder === null ? null : BigInt(minimumOrder),
  };
}

export async function storesById(tx: Tx, ids: readonly string[]): Promise<Store[]> {
  return (await tx.store.findMany({ where: { id: { in: [...ids] } } })).map(storeOf);
}

/** Stores that are not closed for good; a chain has few. */
export async function runningStores(tx: Tx): Promise<Store[]> {
  return (await tx.store.findMany({ where: { status: { not: 'CLOSED' } } })).map(storeOf);
}

/** A cursor comes from a client: no text in it may be what the database cannot take. */
const storableText = z
  .string()
  .max(100)
  .refine((text) => !text.includes('\0'));

/** Place of a store in the list by name. */
export const storeKey = z.tuple([z.literal('stores'), storableText, z.uuid()]);
export type StoreKey = z.infer<typeof storeKey>;

/** One more than the page holds, in reading order. */
export async function storePage(tx: Tx, page: Page<StoreKey>): Promise<Store[]> {
  const after = page.backward ? 'lt' : 'gt';
  const order = page.backward ? 'desc' : 'asc';
  const [, name, id] = page.cursor ?? [];
  const rows = await tx.store.findMany({
    where: {
      status: { not: 'CLOSED' },
      ...(name === undefined ? {} : { OR: [{ name: { [after]: name } }, { name, id: { [after]: id } }] }),
    },
    orderBy: [{ name: order }, { id: order }],
    take: page.limit + 1,
  });
  return rows.map(storeOf);
}

/** @returns when, by the database's clock */
export async function insertStore(tx: Tx, store: Store): Promise<Date> {
  return (await tx.store.create({ data: columnsOf(store) })).updatedAt;
}

/** A store under its lock; null if there is none. */
export async function lockStore(tx: Tx, storeId: string): Promise<Store | null> {
  await tx.$queryRaw`SELECT 1 FROM stores WHERE id = ${storeId}::uuid FOR NO KEY UPDATE`;
  return (await storesById(tx, [storeId])).at(0) ?? null;
}

/** Writes a store that the transaction has locked. */
export async function saveStore(tx: Tx, store: Store, at: Date): Promise<void> {
  const { id, ...columns } = columnsOf(store);
  await tx.store.update({ where: { id }, data: { ...columns, updatedAt: at } });
}
