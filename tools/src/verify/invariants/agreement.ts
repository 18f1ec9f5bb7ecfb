import type { Check, Violation } from './check.ts';

interface OrderRow {
  id: string;
  status: string;
  delivery: string | null;
  payment: string;
}

/** Statuses of the other contexts that go with the end of an order; null: it never heard of the order. */
const RESERVATIONS: Readonly<Record<string, readonly (string | null)[]>> = {
  DELIVERED: ['COMMITTED'],
  RETURNED: ['COMMITTED'],
  CANCELLED: ['RELEASED', 'EXPIRED', 'REJECTED', 'LOST', null],
};
const DELIVERIES: Readonly<Record<string, readonly (string | null)[]>> = {
  DELIVERED: ['DELIVERED'],
  RETURNED: ['RETURNED'],
  CANCELLED: ['CANCELLED', null],
};
const PAYMENTS: Readonly<Record<string, readonly (string | null)[]>> = {
  DELIVERED: ['CAPTURED', 'CAPTURE_FAILED', 'OVERDUE', 'PARTIALLY_REFUNDED', 'REFUNDED'],
  RETURNED: ['VOIDED', 'REFUNDED'],
  CANCELLED: ['VOIDED', 'FAILED', 'REFUNDED', null],
};

/** The orders' word for a status of payments. */
const inOrders = (status: string): string =>
  status === 'OVERDUE' ? 'CAPTURE_OVERDUE' : status === 'PARTIALLY_REFUNDED' ? 'REFUNDED' : status;

export const contextsAgree: Check = {
  name: 'statuses of all contexts agree',
  rule: 'order, reservation, delivery and payment tell the same end; no line of an ended order is left in its cart',
  async find(databases) {
    const statusOf = async (subgraph: 'inventory' | 'delivery' | 'payments', sql: string) => {
      const rows = await databases.rows<{ id: string; status: string }>(subgraph, sql);
      return new Map(rows.map(({ id, status }) => [id, status]));
    };
    const [orders, reservations, deliveries, payments, carts] = await Promise.all([
      databases.rows<OrderRow>(
        'orders',
        `SELECT id::text, status::text, delivery_status::text AS delivery, payment_status::text AS payment FROM orders
         WHERE status IN ('DELIVERED', 'RETURNED', 'CANCELLED')`,
      ),
      statusOf('inventory', 'SELECT order_id::text AS id, state AS status FROM reservations'),
      statusOf('delivery', 'SELECT order_id::text AS id, status FROM deliveries'),
      statusOf('payments', 'SELECT order_id::text AS id, status FROM payments'),
      databases.rows<{ id: string }>('cart', 'SELECT DISTINCT order_id::text AS id FROM cart_lines_in_order'),
    ]);
    const inCart = new Set(carts.map(({ id }) => id));
    return orders.flatMap(({ id, status, delivery, payment }): Violation[] => {
      const others = [
        ['reservation', reservations.get(id) ?? null, RESERVATIONS],
        ['delivery', deliveries.get(id) ?? null, DELIVERIES],
        ['payment', payments.get(id) ?? null, PAYMENTS],
      ] as const;
      const paid = payments.get(id);
      return [
        ...others
          .filter(([, found, allowed]) => !allowed[status]?.includes(found))
          .map(([what, found]) => ({ id, detail: `${status}, but the ${what} is ${found ?? 'unknown'}` })),
        ...((deliveries.get(id) ?? null) === delivery
          ? []
          : [
              {
                id,
                detail: `orders has the delivery as ${delivery ?? 'none'}, it is ${deliveries.get(id) ?? 'none'}`,
              },
            ]),
        ...(paid === undefined || inOrders(paid) === payment
          ? []
          : [{ id, detail: `${status}, orders has the payment as ${payment}, it is ${paid}` }]),
        ...(inCart.has(id) ? [{ id, detail: `${status}, but lines of it are still in the cart` }] : []),
      ];
    });
  },
};
