import type { SqlExecutor } from '@nakku/platform';
import { v7 } from 'uuid';
import type { MethodKind } from '../domain/payment.ts';

/** Bound of the schema; a CHECK holds it too. */
export const MAX_METHODS = 20;

export interface NewMethod {
  readonly id?: string;
  readonly customerId: string;
  readonly kind: MethodKind;
  readonly card: {
    readonly token: string;
    readonly providerCustomer: string | null;
    readonly brand: string;
    readonly last4: string;
  } | null;
  /** The first method is the default in any case. */
  readonly isDefault: boolean;
}

/**
 * Adds a method; its id, or null when the customer has as many as they may. The customer's row is locked, so the
 * count and the one default hold however many requests there are.
 */
export async function addMethod(db: SqlExecutor, method: NewMethod): Promise<string | null> {
  const counted = await db.$queryRawUnsafe<{ count: number }[]>(
    `INSERT INTO payment_customers AS c (customer_id, provider_customer, method_count) VALUES ($1::uuid, $2, 1)
     ON CONFLICT (customer_id) DO UPDATE SET method_count = c.method_count + 1,
       provider_customer = COALESCE(c.provider_customer, EXCLUDED.provider_customer)
       WHERE c.method_count < $3::int
     RETURNING method_count AS count`,
    method.customerId,
    method.card?.providerCustomer ?? null,
    MAX_METHODS,
  );
  const count = counted[0]?.count;
  if (count === undefined) return null;
  const isDefault = method.isDefault || count === 1;
  if (isDefault && count > 1) await clearDefault(db, method.customerId);
  const id = method.id ?? v7();
  await db.$executeRawUnsafe(
    `INSERT INTO payment_methods (id, customer_id, kind, provider_token, provider_customer, card_brand, card_last4, is_default)
     VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8)`,
    id,
    method.customerId,
    method.kind,
    method.card?.token ?? null,
    method.card?.providerCustomer ?? null,
    method.card?.brand ?? null,
    method.card?.last4 ?? null,
    isDefault,
  );
  return id;
}

/** Removes a customer's method; the oldest of the others takes its place as default. False if there is none such. */
export async function removeMethod(db: SqlExecutor, customerId: string, methodId: string): Promise<boolean> {
  if (!(await lockCustomer(db, customerId))) return false;
  const removed = await db.$queryRawUnsafe<{ wasDefault: boolean }[]>(
    `WITH before AS (SELECT id, is_default FROM payment_methods
       WHERE id = $1::uuid AND customer_id = $2::uuid AND deleted_at IS NULL),
     gone AS (UPDATE payment_methods m SET deleted_at = now(), is_default = false, version = version + 1, updated_at = now()
       FROM before WHERE m.id = before.id)
     UPDATE payment_customers c SET method_count = method_count - 1 FROM before WHERE c.customer_id = $2::uuid
     RETURNING before.is_default AS "wasDefault"`,
    methodId,
    customerId,
  );
  if (removed[0]?.wasDefault === true) {
    await db.$executeRawUnsafe(
      `UPDATE payment_methods SET is_default = true, version = version + 1, updated_at = now()
       WHERE id = (SELECT id FROM payment_methods WHERE customer_id = $1::uuid AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1)`,
      customerId,
    );
  }
  return removed.length > 0;
}

/** Makes a customer's method the default. False if there is none such. */
export async function setDefaultMethod(
  db: SqlExecutor,
  customerId: string,
  methodId: string,
): Promise<boolean> {
  if (!(await lockCustomer(db, customerId))) return false;
  const known = await db.$queryRawUnsafe<{ isDefault: boolean }[]>(
    `SELECT is_default AS "isDefault" FROM payment_methods
     WHERE id = $1::uuid AND customer_id = $2::uuid AND deleted_at IS NULL`,
    methodId,
    customerId,
  );
  if (known.length === 0) return false;
  if (known[0]?.isDefault === true) return true;
  await clearDefault(db, customerId);
  await db.$executeRawUnsafe(
    'UPDATE payment_methods SET is_default = true, version = version + 1, updated_at = now() WHERE id = $1::uuid',
    methodId,
  );
  return true;
}

async function lockCustomer(db: SqlExecutor, customerId: string): Promise<boolean> {
  const rows = await db.$queryRawUnsafe<unknown[]>(
    'SELECT 1 FROM payment_customers WHERE customer_id = $1::uuid FOR UPDATE',
    customerId,
  );
  return rows.length > 0;
}

async function clearDefault(db: SqlExecutor, customerId: string): Promise<void> {
  await db.$executeRawUnsafe(
    `UPDATE payment_methods SET is_default = false, version = version + 1, updated_at = now()
     WHERE customer_id = $1::uuid AND is_default`,
    customerId,
  );
}
