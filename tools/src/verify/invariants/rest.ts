import { setTimeout as pause } from 'node:timers/promises';
import type { Databases } from './databases.ts';
import type { Check, Violation } from './check.ts';
import { appliedInOrder, nothingParked, outboxesEmpty } from './events.ts';
import { ordersEnd } from './orders.ts';
import { providerSummary } from './provider.ts';

/** What payments still has to do at the provider; a capture that is retried for a day is on the operator's list. */
const paymentsDone: Check = {
  name: 'payments are at rest',
  rule: 'no call to the provider is due, and every webhook was delivered',
  async find(databases) {
    const tasks = await databases.rows<Violation>(
      'payments',
      `SELECT p.order_id::text AS id, format('%s is open since %s', t.kind, t.created_at) AS detail
       FROM payment_tasks t JOIN payments p ON p.id = t.payment_id
       WHERE t.status = 'OPEN' AND p.status NOT IN ('CAPTURE_FAILED', 'OVERDUE') LIMIT 20`,
    );
    const { undeliveredWebhooks } = await providerSummary(databases);
    const webhooks =
      undeliveredWebhooks === 0 ? [] : [{ id: 'webhooks', detail: `${undeliveredWebhooks} wait` }];
    return [...tasks, ...webhooks];
  },
};

const SETTLED: readonly Check[] = [ordersEnd, outboxesEmpty, nothingParked, appliedInOrder, paymentsDone];
const LOOK_MS = 500;

/**
 * Waits until nothing is under way: all orders have ended, all events are published and applied, payments rest.
 * @returns what is still under way after `timeoutMs`; empty: settled
 */
export async function untilIdle(databases: Databases, timeoutMs: number): Promise<Violation[]> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const left = await underWay(databases);
    if (left.length === 0 || Date.now() > deadline) return left;
    await pause(LOOK_MS);
  }
}

async function underWay(databases: Databases): Promise<Violation[]> {
  for (const check of SETTLED) {
    const left = await check.find(databases);
    if (left.length > 0) return left;
  }
  return [];
}
