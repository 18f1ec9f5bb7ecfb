import { anonymiseDeliveries } from '../store/erase.ts';
import type { Deps } from './deps.ts';

/** Deliveries that one transaction anonymises. */
const BATCH = 200;

/** Erases what is personal in ended deliveries of customers whose account was erased. */
export async function anonymiseEndedDeliveries({ platform }: Pick<Deps, 'platform'>): Promise<void> {
  while ((await platform.transaction((tx) => anonymiseDeliveries(tx.db, BATCH))) === BATCH);
}
