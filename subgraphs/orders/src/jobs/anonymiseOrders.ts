import type { Job } from '@nakku/service';
import type { Deps } from '../app/deps.ts';
import { anonymiseEndedOrders } from '../app/eraseCustomer.ts';

/** Erases what is personal in ended orders of customers whose account is erased. */
export function anonymiseOrders(deps: Pick<Deps, 'platform'>, everyMs: number): Job {
  return { name: 'anonymise-orders', everyMs, run: () => anonymiseEndedOrders(deps) };
}
