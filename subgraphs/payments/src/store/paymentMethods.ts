import { z } from 'zod';
import type { UsableMethod } from '../domain/payment.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from './database.ts';

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

async function read(db: Tx, where: Prisma.Sql): Promise<StoredMethod[]> {
  const rows = await db.$queryRaw<unknown[]>`SELECT id::text, customer_id::text AS "customerId", kind,
      provider_token AS token, provider_customer AS "providerCustomer", card_brand AS "cardBrand",
      card_last4 AS "cardLast4", is_default AS "isDefault"
    FROM payment_methods WHERE deleted_at IS NULL AND ${where}
    ORDER BY is_default DESC, created_at, id`;
  return rows.map((row) => methodRow.parse(row));
}

export function methodsByIds(db: Tx, ids: readonly string[]): Promise<StoredMethod[]> {
  return read(db, Prisma.sql`id = ANY(${[...ids]}::uuid[])`);
}

/** Default first, then oldest first. */
export function methodsOf(db: Tx, customerId: string): Promise<StoredMethod[]> {
  return read(db, Prisma.sql`customer_id = ${customerId}::uuid`);
}

/** The method if it is this customer's. */
export async function usableMethod(
  db: Tx,
  methodId: string,
  customerId: string,
): Promise<StoredMethod | null> {
  const [method] = await methodsByIds(db, [methodId]);
  return method?.customerId === customerId ? method : null;
}

/** The customer's name at the provider; null before the first card. */
export async function providerCustomerOf(db: Tx, customerId: string): Promise<string | null> {
  const rows = await db.$queryRaw<{ name: string | null }[]>`
    SELECT provider_customer AS name FROM payment_customers WHERE customer_id = ${customerId}::uuid`;
  return rows[0]?.name ?? null;
}
