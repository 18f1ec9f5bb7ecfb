import type { MethodKind } from '../domain/payment.ts';
import { MAX_METHODS } from '../domain/payment.ts';
import type { Tx } from './database.ts';

export interface NewMethod {
  readonly id: string;
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

/** Why a method was not added: the customer has as many as they may, or the account was erased. */
export type NotAdded = 'limit_reached' | 'account_gone';

/**
 * Inserts a method. The customer's row is locked, so the count and the one default hold however many requests there
 * are, and nothing is kept of a customer who is being erased.
 */
export async function insertMethod(tx: Tx, method: NewMethod): Promise<'added' | NotAdded> {
  const { id, customerId, kind, card } = method;
  const counted = await tx.$queryRaw<{ count: number }[]>`
    INSERT INTO payment_customers AS c (customer_id, provider_customer, method_count)
    VALUES (${customerId}::uuid, ${card?.providerCustomer ?? null}, 1)
    ON CONFLICT (customer_id) DO UPDATE SET method_count = c.method_count + 1,
      provider_customer = COALESCE(c.provider_customer, EXCLUDED.provider_customer)
      WHERE c.method_count < ${MAX_METHODS}::int AND c.erased_at IS NULL
    RETURNING method_count AS count`;
  const count = counted[0]?.count;
  if (count === undefined) return (await isErased(tx, customerId)) ? 'account_gone' : 'limit_reached';
  const isDefault = method.isDefault || count === 1;
  if (isDefault && count > 1) await clearDefault(tx, customerId);
  await tx.$executeRaw`
    INSERT INTO payment_methods (id, customer_id, kind, provider_token, provider_customer, card_brand, card_last4, is_default)
    VALUES (${id}::uuid, ${customerId}::uuid, ${kind}, ${card?.token ?? null}, ${card?.providerCustomer ?? null},
      ${card?.brand ?? null}, ${card?.last4 ?? null}, ${isDefault})`;
  return 'added';
}

async function isErased(tx: Tx, customerId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM payment_customers WHERE customer_id = ${customerId}::uuid AND erased_at IS NOT NULL`;
  return rows.length > 0;
}

/** Marks a customer as erased, and locks the row: a method is added before that and then removed, or not at all. */
export async function markErased(tx: Tx, customerId: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO payment_customers (customer_id, erased_at) VALUES (${customerId}::uuid, ${at})
    ON CONFLICT (customer_id) DO UPDATE SET erased_at = EXCLUDED.erased_at`;
}

export interface RemovedMethod {
  readonly kind: MethodKind;
  /** Version of the method after its removal. */
  readonly version: number;
}

/** Removes a customer's method; the oldest of the others takes its place as default. Null if there is none such. */
export async function removeMethod(
  tx: Tx,
  customerId: string,
  methodId: string,
): Promise<RemovedMethod | null> {
  if (!(await lockCustomer(tx, customerId))) return null;
  const removed = await tx.$queryRaw<(RemovedMethod & { wasDefault: boolean })[]>`
    WITH before AS (SELECT id, is_default, kind, version FROM payment_methods
      WHERE id = ${methodId}::uuid AND customer_id = ${customerId}::uuid AND deleted_at IS NULL),
    gone AS (UPDATE payment_methods m SET deleted_at = now(), is_default = false, version = m.version + 1, updated_at = now()
      FROM before WHERE m.id = before.id)
    UPDATE payment_customers c SET method_count = method_count - 1 FROM before WHERE c.customer_id = ${customerId}::uuid
    RETURNING before.is_default AS "wasDefault", before.kind, before.version + 1 AS version`;
  if (removed[0]?.wasDefault === true) {
    await tx.$executeRaw`
      UPDATE payment_methods SET is_default = true, version = version + 1, updated_at = now()
      WHERE id = (SELECT id FROM payment_methods WHERE customer_id = ${customerId}::uuid AND deleted_at IS NULL
        ORDER BY created_at, id LIMIT 1)`;
  }
  return removed[0] ?? null;
}

/** Makes a customer's method the default. False if there is none such. */
export async function setDefaultMethod(tx: Tx, customerId: string, methodId: string): Promise<boolean> {
  if (!(await lockCustomer(tx, customerId))) return false;
  const known = await tx.$queryRaw<{ isDefault: boolean }[]>`
    SELECT is_default AS "isDefault" FROM payment_methods
    WHERE id = ${methodId}::uuid AND customer_id = ${customerId}::uuid AND deleted_at IS NULL`;
  if (known.length === 0) return false;
  if (known[0]?.isDefault === true) return true;
  await clearDefault(tx, customerId);
  await tx.$executeRaw`
    UPDATE payment_methods SET is_default = true, version = version + 1, updated_at = now() WHERE id = ${methodId}::uuid`;
  return true;
}

/** Erases what is known of a customer's cards, all of which are removed; of attempts only where nothing is under way. */
export async function eraseCards(tx: Tx, customerId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE payment_methods SET provider_customer = NULL,
      provider_token = CASE kind WHEN 'CARD' THEN 'erased' END, card_brand = CASE kind WHEN 'CARD' THEN 'erased' END,
      card_last4 = CASE kind WHEN 'CARD' THEN '0000' END
    WHERE customer_id = ${customerId}::uuid AND deleted_at IS NOT NULL`;
  await tx.$executeRaw`
    UPDATE payment_attempts a SET token = NULL, provider_customer = NULL
    FROM payments p WHERE p.id = a.payment_id AND p.customer_id = ${customerId}::uuid
      AND NOT EXISTS (SELECT FROM payment_tasks t WHERE t.attempt_id = a.id AND t.status = 'OPEN')`;
  await tx.$executeRaw`
    UPDATE payment_customers SET provider_customer = NULL WHERE customer_id = ${customerId}::uuid`;
}

async function lockCustomer(tx: Tx, customerId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM payment_customers WHERE customer_id = ${customerId}::uuid FOR UPDATE`;
  return rows.length > 0;
}

async function clearDefault(tx: Tx, customerId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE payment_methods SET is_default = false, version = version + 1, updated_at = now()
    WHERE customer_id = ${customerId}::uuid AND is_default`;
}
