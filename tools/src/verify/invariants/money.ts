import type { Databases } from './databases.ts';
import type { Check, Violation } from './check.ts';
import { providerSummary } from './provider.ts';

interface OrderRow {
  id: string;
  status: string;
  total: number;
}
interface PaymentRow {
  id: string;
  status: string;
  kind: string;
  amount: number;
  captured: number;
  refunded: number;
}

const ordersOf = (databases: Databases) =>
  databases.rows<OrderRow>('orders', 'SELECT id::text, status::text, total::float8 AS total FROM orders');

const paymentsOf = (databases: Databases) =>
  databases.rows<PaymentRow>(
    'payments',
    `SELECT order_id::text AS id, status, kind, amount::float8 AS amount, captured::float8 AS captured, refunded::float8 AS refunded
     FROM payments`,
  );

const nothing = { authorised: 0, captured: 0, captures: 0, refunded: 0, openHolds: 0, heldAmount: 0 };
/** Delivered and not paid: an operator's matter, known and listed. */
const LISTED = new Set(['CAPTURE_FAILED', 'OVERDUE']);

export const capturedOnce: Check = {
  name: 'at most one capture per order',
  rule: "by the provider's ledger: captures ≤ 1 and refunds ≤ captures, for orders that exist",
  async find(databases) {
    const [{ orders }, known] = await Promise.all([providerSummary(databases), ordersOf(databases)]);
    const ids = new Set(known.map(({ id }) => id));
    return Object.entries(orders).flatMap(([id, seen]): Violation[] => [
      ...(seen.captures > 1 ? [{ id, detail: `${seen.captures} captures` }] : []),
      ...(seen.refunded > seen.captured
        ? [{ id, detail: `refunded ${seen.refunded} of ${seen.captured}` }]
        : []),
      ...(!ids.has(id) && seen.authorised > 0 ? [{ id, detail: 'money was held for no order of ours' }] : []),
    ]);
  },
};

export const paidInFull: Check = {
  name: 'each order is paid as owed',
  rule: 'at the provider: delivered → net = total, or listed as overdue; cancelled, returned → net 0 and no hold left',
  async find(databases) {
    const [{ orders: seen }, orders, payments] = await Promise.all([
      providerSummary(databases),
      ordersOf(databases),
      paymentsOf(databases),
    ]);
    const paymentOf = new Map(payments.map((payment) => [payment.id, payment]));
    return orders.flatMap(({ id, status, total }): Violation[] => {
      const payment = paymentOf.get(id);
      const { captured, refunded, openHolds } = seen[id] ?? nothing;
      const given = payment?.refunded ?? 0;
      const isCard = payment?.kind !== 'CASH';
      const isEnd = status === 'DELIVERED' || status === 'CANCELLED' || status === 'RETURNED';
      const isListed = payment !== undefined && LISTED.has(payment.status);
      const found: Violation[] = [];
      if (status === 'DELIVERED' && isCard && !isListed && captured - refunded !== total - given) {
        found.push({ id, detail: `delivered for ${total}, captured ${captured}, refunded ${refunded}` });
      }
      if (status === 'DELIVERED' && !isCard && payment?.captured !== total) {
        found.push({ id, detail: `delivered for ${total} in cash, settled ${payment?.captured ?? 0}` });
      }
      if ((status === 'CANCELLED' || status === 'RETURNED') && captured - refunded !== 0) {
        found.push({ id, detail: `${status}, captured ${captured}, refunded ${refunded}` });
      }
      if (isEnd && !isListed && openHolds !== 0) {
        found.push({ id, detail: `${status}, ${openHolds} holds left` });
      }
      return found;
    });
  },
};

interface DeliveredRow {
  id: string;
  status: string;
  /** What the pieces in the bags cost, with delivery fee and tip. */
  delivered: number;
  agreed: number;
}

export const paidForDelivered: Check = {
  name: 'each customer pays what was delivered',
  rule: "by the provider's ledger, in cash by ours: delivered → captured = Σ share of the picked pieces + delivery fee + tip; never more than agreed",
  async find(databases) {
    const [{ orders: seen }, orders, payments] = await Promise.all([
      providerSummary(databases),
      databases.rows<DeliveredRow>(
        'orders',
        `SELECT o.id::text, o.status::text, o.agreed_total::float8 AS agreed,
           (o.delivery_fee + o.tip + sum(div(l.total::numeric * l.picked, l.quantity)))::float8 AS delivered
         FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.id`,
      ),
      paymentsOf(databases),
    ]);
    const paymentOf = new Map(payments.map((payment) => [payment.id, payment]));
    return orders.flatMap(({ id, status, delivered, agreed }): Violation[] => {
      const payment = paymentOf.get(id);
      const captured = payment?.kind === 'CASH' ? payment.captured : (seen[id] ?? nothing).captured;
      const isListed = payment !== undefined && LISTED.has(payment.status);
      return [
        ...(status === 'DELIVERED' && !isListed && captured !== delivered
          ? [{ id, detail: `captured ${captured} for ${delivered} delivered` }]
          : []),
        ...(captured > agreed ? [{ id, detail: `captured ${captured}, agreed were ${agreed}` }] : []),
      ];
    });
  },
};

export const paymentsAgree: Check = {
  name: 'our payments agree with the provider',
  rule: 'captured and refunded of each card payment are those of the provider',
  async find(databases) {
    const [{ orders: seen }, payments] = await Promise.all([
      providerSummary(databases),
      paymentsOf(databases),
    ]);
    return payments
      .filter(({ kind }) => kind === 'CARD')
      .flatMap(({ id, captured, refunded }): Violation[] => {
        const theirs = seen[id] ?? nothing;
        return captured === theirs.captured && refunded === theirs.refunded
          ? []
          : [
              {
                id,
                detail: `ours ${captured} − ${refunded}, theirs ${theirs.captured} − ${theirs.refunded}`,
              },
            ];
      });
  },
};

export const heldOnce: Check = {
  name: 'each attempt holds money once',
  rule: "by the provider's ledger: what was ever held for an order is at most the sum of its card attempts",
  async find(databases) {
    const [{ orders: seen }, attempts] = await Promise.all([
      providerSummary(databases),
      databases.rows<{ id: string; amount: number }>(
        'payments',
        `SELECT p.order_id::text AS id, sum(a.amount)::float8 AS amount
         FROM payment_attempts a JOIN payments p ON p.id = a.payment_id WHERE a.kind = 'CARD' GROUP BY p.order_id`,
      ),
    ]);
    return attempts.flatMap(({ id, amount }): Violation[] => {
      const { authorised } = seen[id] ?? nothing;
      return authorised <= amount ? [] : [{ id, detail: `held ${authorised} for attempts of ${amount}` }];
    });
  },
};
