import type { Account } from '../client/index.ts';
import { SUBGRAPHS } from '../system/ports.ts';
import { openAlerts, openOrders, paymentAlerts, unpaidPayments, waitingIn } from './operations.ts';

/** Something that waits for an operator. */
export interface Stuck {
  readonly what: string;
  readonly id: string;
  readonly detail: string;
}

const MS_PER_MINUTE = 60_000;
/** A service that is away is told, not waited for. */
const REQUEST_TIMEOUT_MS = 5_000;

/** What is asked of one owner; that it cannot be asked is a finding, too. */
async function findingsOf(owner: string, query: () => Promise<Stuck[]>): Promise<Stuck[]> {
  try {
    return await query();
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return [{ what: `${owner} not asked`, id: '–', detail: reason }];
  }
}

/**
 * The operator's list over all contexts, as their owners tell it: orders with an open alert, orders that have not moved
 * for a while, money that could not be taken, events and deadlines that do not get on. Reads only.
 * @param o.minutes without a change that count as standing still
 */
export async function findStuck(operator: Account, o: { minutes: number }): Promise<Stuck[]> {
  const within = { timeoutMs: REQUEST_TIMEOUT_MS };
  const before = new Date(Date.now() - o.minutes * MS_PER_MINUTE);
  const found = await Promise.all([
    findingsOf('alerts', async () => {
      const { orderAlerts } = await operator.execute(openAlerts, {}, within);
      return orderAlerts.edges.map(({ node }) => ({
        what: 'alert',
        id: node.order.id,
        detail: `${node.status} since ${node.raisedAt}: ${node.message}`,
      }));
    }),
    findingsOf('orders', async () => {
      const { orders } = await operator.execute(openOrders, { placedTo: before.toISOString() }, within);
      return orders.edges.flatMap(({ node }) => {
        const since =
          node.timeline
            .map(({ at }) => at)
            .sort()
            .at(-1) ?? '';
        if (since >= before.toISOString()) return [];
        return [{ what: 'order', id: node.id, detail: `${node.number} is ${node.status} since ${since}` }];
      });
    }),
    findingsOf('payments', async () => {
      const { payments } = await operator.execute(unpaidPayments, {}, within);
      return payments.edges.map(({ node: { status, amount, order } }) => ({
        what: 'payment',
        id: order.id,
        detail: `${status} ${amount.amount} ${amount.currency}`,
      }));
    }),
    findingsOf('payment alerts', async () => {
      const { payments } = await operator.execute(paymentAlerts, {}, within);
      return payments.edges.flatMap(({ node: { order, alerts } }) =>
        (alerts ?? []).map(({ kind, detail, createdAt }) => ({
          what: 'payment alert',
          id: order.id,
          detail: `${kind} since ${createdAt}: ${detail}`,
        })),
      );
    }),
    ...SUBGRAPHS.map((service) =>
      findingsOf(service, async () => {
        const { operations } = await operator.execute(waitingIn(service), { minutes: o.minutes }, within);
        return (operations?.waiting ?? []).map(({ kind, key, since, detail }) => ({
          what: `${service} ${kind.toLowerCase().replaceAll('_', ' ')}`,
          id: key,
          detail: `${detail}, since ${since}`,
        }));
      }),
    ),
  ]);
  return found.flat();
}
