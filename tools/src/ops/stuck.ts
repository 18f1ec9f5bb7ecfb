import { waitingWork } from '@nakku/platform';
import type { WaitingWork } from '@nakku/platform';
import type { Databases } from '../verify/invariants/databases.ts';
import { SUBGRAPHS } from '../system/services.ts';
import type { SubgraphName } from '../system/services.ts';

/** Something that waits for an operator. */
export interface Stuck {
  readonly what: string;
  readonly id: string;
  readonly detail: string;
}

/**
 * The operator's list over all contexts: orders with an open alert, orders that have not moved for a while, money that
 * could not be taken, events that do not get out or in. Reads only.
 * @param o.minutes without a change that count as standing still
 */
export async function findStuck(databases: Databases, o: { minutes: number }): Promise<Stuck[]> {
  const minutes = Math.trunc(o.minutes);
  const still = `now() - ${minutes} * interval '1 minute'`;
  const found = await Promise.all([
    databases.rows<Stuck>(
      'orders',
      `SELECT 'alert' AS what, order_id::text AS id, format('%s in %s since %s', kind, status, raised_at) AS detail
       FROM order_alerts WHERE resolved_at IS NULL ORDER BY raised_at LIMIT 200`,
    ),
    databases.rows<Stuck>(
      'orders',
      `SELECT 'order' AS what, id::text, format('NK-%s is %s since %s', lpad(number::text, 6, '0'), status, updated_at) AS detail
       FROM orders WHERE status NOT IN ('DELIVERED', 'RETURNED', 'CANCELLED') AND updated_at < ${still}
       ORDER BY updated_at LIMIT 200`,
    ),
    databases.rows<Stuck>(
      'payments',
      `SELECT 'payment' AS what, order_id::text AS id, format('%s %s %s', status, amount, currency) AS detail
       FROM payments WHERE status IN ('CAPTURE_FAILED', 'OVERDUE') ORDER BY updated_at LIMIT 200`,
    ),
    databases.rows<Stuck>(
      'payments',
      `SELECT 'provider call' AS what, p.order_id::text AS id, format('%s after %s tries: %s', t.kind, t.tries, t.last_error) AS detail
       FROM payment_tasks t JOIN payments p ON p.id = t.payment_id
       WHERE t.status = 'OPEN' AND t.created_at < ${still} ORDER BY t.created_at LIMIT 200`,
    ),
    ...SUBGRAPHS.map((name) => platformOf(databases, name, minutes)),
  ]);
  return found.flat();
}

const WORDS: Record<WaitingWork['kind'], string> = {
  OUTBOX: 'outbox',
  PARKED: 'parked',
  DEAD_LETTER: 'dead letter',
  DEADLINE: 'deadline',
};

/** Events and deadlines of one service that stand still. */
async function platformOf(databases: Databases, name: SubgraphName, minutes: number): Promise<Stuck[]> {
  const on = {
    query: async (sql: string, values: unknown[]) => ({ rows: await databases.rows(name, sql, values) }),
  };
  const found = await waitingWork(on, { olderThanMs: minutes * 60_000, limit: 200 });
  return found.map(({ kind, key, since, detail }) => ({
    what: `${name} ${WORDS[kind]}`,
    id: key,
    detail: `${detail}, since ${since.toISOString()}`,
  }));
}
