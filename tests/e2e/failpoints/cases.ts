import type { Failpoint } from '@nakku/platform';
import type { Subgraph } from '../harness/system.ts';

const eachCommit = [
  'transaction.uncommitted',
  'transaction.committed',
  'consumer.uncommitted',
  'consumer.committed',
] as const satisfies readonly Failpoint[];
const relay = ['relay.mid-batch', 'relay.published'] as const satisfies readonly Failpoint[];

/** Where each service is killed, once, while orders pass through it. */
export const CASES: Readonly<Partial<Record<Subgraph, readonly Failpoint[]>>> = {
  users: ['transaction.uncommitted', 'transaction.committed', ...relay],
  products: ['transaction.uncommitted', 'transaction.committed', ...relay],
  cart: [...eachCommit, ...relay],
  orders: [...eachCommit, ...relay, 'deadline.taken', 'deadline.uncommitted', 'deadline.committed'],
  inventory: [...eachCommit, ...relay],
  payments: [...eachCommit, ...relay, 'provider.leased', 'provider.responded'],
  delivery: [...eachCommit, ...relay],
  notifications: [...eachCommit, ...relay, 'mail.leased', 'mail.accepted'],
};
