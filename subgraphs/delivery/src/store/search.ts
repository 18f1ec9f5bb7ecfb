import type { Page } from '@nakku/graphql-kit';
import type { Courier } from '../domain/courier.ts';
import type { Delivery, DeliveryStatus } from '../domain/delivery.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';
import { type Key, pageSql } from './pages.ts';
import { courierColumns, courierOf, type CourierRow, type DeliveryRow, deliveryOf } from './rows.ts';

/** Which couriers; null: no condition. */
export interface CourierSearch {
  readonly isOnShift: boolean | null;
  readonly isActive: boolean | null;
  /** Part of the name that customers see, in any case. */
  readonly text: string | null;
}

/** Which deliveries; null: no condition. */
export interface DeliverySearch {
  readonly storeIds: readonly string[] | null;
  readonly courierId: string | null;
  readonly statuses: readonly DeliveryStatus[] | null;
}

/** `text` as a part of what LIKE looks for, its own `%`, `_` and `\` taken literally. */
function likePattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
}

/** Couriers, the latest made first. */
export async function searchCouriers(
  db: Tx,
  { isOnShift, isActive, text }: CourierSearch,
  page: Page<Key>,
): Promise<Courier[]> {
  const conditions = [
    ...(isOnShift === null ? [] : [Prisma.sql`c.is_on_shift = ${isOnShift}`]),
    ...(isActive === null ? [] : [Prisma.sql`(c.deactivated_at IS NULL) = ${isActive}`]),
    ...(text === null ? [] : [Prisma.sql`c.display_name ILIKE ${likePattern(text)}`]),
  ];
  const rows = await db.$queryRaw<CourierRow[]>`
    SELECT ${courierColumns} FROM couriers c ${pageSql(page, Prisma.sql`created_at`, conditions)}`;
  return rows.map(courierOf);
}

/** Deliveries, the latest scheduled first. */
export async function searchDeliveries(
  db: Tx,
  { storeIds, courierId, statuses }: DeliverySearch,
  page: Page<Key>,
): Promise<Delivery[]> {
  const conditions = [
    ...(storeIds === null ? [] : [Prisma.sql`store_id = ANY(${[...storeIds]}::uuid[])`]),
    ...(courierId === null ? [] : [Prisma.sql`courier_id = ${courierId}::uuid`]),
    ...(statuses === null ? [] : [Prisma.sql`status = ANY(${[...statuses]})`]),
  ];
  const rows = await db.$queryRaw<DeliveryRow[]>`
    SELECT * FROM deliveries ${pageSql(page, Prisma.sql`created_at`, conditions)}`;
  return rows.map(deliveryOf);
}
