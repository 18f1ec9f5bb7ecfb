import type { SqlExecutor } from '@nakku/platform';
import { z } from 'zod';
import type { UsableMethod } from '../domain/payment.ts';

/** A payment method that is not removed. */
export interface StoredMethod extends UsableMethod {
  readonly customerId: string;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly isDefault: boolean;
}

const methodRow = z.object({
  id: z.string(),
  customerId: z.string(),
  kind: z.enum(['CARD', 'CASH']),
  token: z.string().nullable(),
  providerCustomer: z.string().nullable(),
  cardBrand: z.string().nullable(),
  cardLast4: z.string().nullable(),
  isDefault: z.boolean(),
});

const columns = `id::text, customer_id::text AS "customerId", kind, provider_token AS token,
  provider_customer AS "providerCustomer", card_brand AS "cardBrand", card_last4 AS "cardLast4", is_default AS "isDefault"`;

async function read(db: SqlExecutor, where: string, order: string, value: unknown): Promise<StoredMethod[]> {
  const sql = `SELECT ${columns} FROM payment_methods WHERE ${where} AND deleted_at IS NULL ${order}`;
  return (await db.$queryRawUnsafe<unknown[]>(sql, value)).map((row) => methodRow.parse(row));
}

export function methodsByIds(db: SqlExecutor, ids: readonly string[]): Promise<StoredMethod[]> {
  return read(db, 'id = ANY($1::uuid[])', '', [...ids]);
}

/** Default first, then oldest first. */
export function methodsOf(db: SqlExecutor, customerId: string): Promise<StoredMethod[]> {
  return read(db, 'customer_id = $1::uuid', 'ORDER BY is_default DESC, created_at, id', customerId);
}

/** The method if it is this customer's. */
export async function usableMethod(
  db: SqlExecutor,
  methodId: string,
  customerId: string,
): Promise<StoredMethod | null> {
  const [method] = await methodsByIds(db, [methodId]);
  return method?.customerId === customerId ? method : null;
}

/** The customer's name at the provider; null before the first card. */
export async function providerCustomerOf(db: SqlExecutor, customerId: string): Promise<string | null> {
  const rows = await db.$queryRawUnsafe<{ name: string | null }[]>(
    'SELECT provider_customer AS name FROM payment_customers WHERE customer_id = $1::uuid',
    customerId,
  );
  return rows[0]?.name ?? null;
}
