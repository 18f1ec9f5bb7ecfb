import type { OpenOrders } from '../domain/limits.ts';
import type { PaymentMethodKind } from '../domain/order.ts';
import type { Tx } from './database.ts';

/** Lets one transaction at a time place an order of this customer, until it ends: what is counted then stays so. */
export async function lockCustomer(db: Tx, customerId: string): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${customerId}, 0))`;
}

/** What a customer's new order is judged by. */
export interface PlacingFacts extends OpenOrders {
  /** The account was erased. */
  readonly isErased: boolean;
  /** Those of the products that are withdrawn from sale. */
  readonly withdrawnIds: string[];
  /** How the customer would pay; null if the method is unknown here or somebody else's. */
  readonly methodKind: PaymentMethodKind | null;
}

/** Under the lock of {@link lockCustomer}, in a statement of its own: it must see what others have committed before. */
export async function placingFacts(
  db: Tx,
  o: {
    readonly customerId: string;
    readonly productIds: readonly string[];
    readonly paymentMethodId: string;
  },
): Promise<PlacingFacts> {
  const [found] = await db.$queryRaw<PlacingFacts[]>`
    SELECT mine.open, mine.unpaid,
      EXISTS (SELECT FROM erased_customers e WHERE e.customer_id = ${o.customerId}::uuid) AS "isErased",
      ARRAY(
        SELECT w.product_id::text FROM withdrawn_products w WHERE w.product_id = ANY(${[...o.productIds]}::uuid[])
      ) AS "withdrawnIds",
      (
        SELECT m.kind::text FROM payment_methods m
        WHERE m.id = ${o.paymentMethodId}::uuid AND m.customer_id = ${o.customerId}::uuid
      ) AS "methodKind"
    FROM (
      SELECT count(*)::int AS open, count(*) FILTER (
        WHERE payment_status IN ('PENDING', 'ACTION_REQUIRED', 'FAILED')
          OR payment_method = 'CASH' AND payment_status <> 'CAPTURED'
      )::int AS unpaid
      FROM orders
      WHERE customer_id = ${o.customerId}::uuid AND status NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED')
    ) AS mine`;
  if (!found) throw new Error('a statement without FROM a table has one row');
  return found;
}
