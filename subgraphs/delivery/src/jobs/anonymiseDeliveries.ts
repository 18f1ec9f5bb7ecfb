import type { Job } from '@nakku/service';
import { anonymiseEndedDeliveries } from '../app/anonymiseDeliveries.ts';
import type { Deps } from '../app/deps.ts';

/** Erases what is personal in ended deliveries of customers whose account was erased. */
export function createAnonymiser(deps: Deps): Job {
  return {
    name: 'anonymise-deliveries',
    everyMs: deps.config.DELIVERY_ANONYMISE_EVERY_MS,
    run: () => anonymiseEndedDeliveries(deps),
  };
}
