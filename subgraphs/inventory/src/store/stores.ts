import { z } from 'zod';
import type { Page } from '@nakku/graphql-kit';
import type { Store } from '../domain/store.ts';
import type { Prisma, PrismaClient, Store as Row } from '../generated/prisma/client.ts';

type Client = Pick<PrismaClient, 'store'>;

const hours = z.array(
  z.object({ weekday: z.number().int(), opens: z.number().int(), closes: z.number().int() }),
);
const status = z.enum(['OPEN', 'CLOSED']);

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
    deliveryFee: Number(row.deliveryFee),
    freeDeliveryFrom: row.freeDeliveryFrom === null ? null : Number(row.freeDeliveryFrom),
    currency: row.currency,
    status: status.parse(row.status),
    version: row.version,
  };
}

function columnsOf({ storeId, address, openingHours, deliveryFee, freeDeliveryFrom, ...store }: Store) {
  const { location, ...postal } = address;
  return {
    ...store,
    ...postal,
    ...location,
    id: storeId,
    openingHours: openingHours.map((day) => ({ ...day })) satisfies Prisma.InputJsonValue,
    deliveryFee: BigInt(deliveryFee),
    freeDeliveryFrom: freeDeliveryFrom === null ? null : BigInt(freeDeliveryFrom),
  };
}

export async function storesById(db: Client, ids: readonly string[]): Promise<Store[]> {
  return (await db.store.findMany({ where: { id: { in: [...ids] } } })).map(storeOf);
}

/** Stores that are not closed for good; a chain has few. */
export async function runningStores(db: Client): Promise<Store[]> {
  return (await db.store.findMany({ where: { status: 'OPEN' } })).map(storeOf);
}

/** Place of a store in the list by name. */
export const storeKey = z.tuple([z.string(), z.uuid()]);
export type StoreKey = z.infer<typeof storeKey>;

/** One more than the page holds, in reading order. */
export async function storePage(db: Client, page: Page<StoreKey>): Promise<Store[]> {
  const after = page.backward ? 'lt' : 'gt';
  const order = page.backward ? 'desc' : 'asc';
  const [name, id] = page.cursor ?? [];
  const rows = await db.store.findMany({
    where: {
      status: 'OPEN',
      ...(name === undefined ? {} : { OR: [{ name: { [after]: name } }, { name, id: { [after]: id } }] }),
    },
    orderBy: [{ name: order }, { id: order }],
    take: page.limit + 1,
  });
  return rows.map(storeOf);
}

/** @returns when, by the database's clock */
export async function insertStore(db: Client, store: Store): Promise<Date> {
  return (await db.store.create({ data: columnsOf(store) })).updatedAt;
}

/** Writes the store if it still has the version before `store.version`. Null: somebody was faster. */
export async function saveStore(db: Client, store: Store, at: Date): Promise<Store | null> {
  const { id, ...columns } = columnsOf(store);
  const { count } = await db.store.updateMany({
    where: { id, version: store.version - 1 },
    data: { ...columns, updatedAt: at },
  });
  return count === 1 ? store : null;
}

/** Closes a store for good. Null: there is none, or it is closed already. */
export async function closeStore(db: Client, storeId: string, at: Date): Promise<Store | null> {
  const [row] = await db.store.updateManyAndReturn({
    where: { id: storeId, status: 'OPEN' },
    data: { status: 'CLOSED', version: { increment: 1 }, updatedAt: at },
  });
  return row === undefined ? null : storeOf(row);
}
