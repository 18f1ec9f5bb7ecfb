import { networkOf } from '@nakku/identity';
import type { Caller } from '@nakku/identity';
import type { Refusal } from '../../request/results.ts';
import { clientOf } from './client.ts';
import type { Client } from './client.ts';
import type { Demand } from './demand.ts';
import type { Pace } from './pace.ts';

/**
 * The budget of an address for requests that are refused before anybody knows whose they are: wrong tokens, broken
 * bodies, foreign pages. It is as large as its budget of anonymous requests and apart from it.
 */
export interface RefusedRequests {
  /** Refuses everything of an address that has used its budget up, before anything of it is read. */
  blocked(clientIp: string): Refusal | undefined;
  /** Counts one refused request. */
  count(clientIp: string): void;
  /** When a refusal may be told; undefined: at once. */
  pace(clientIp: string): Promise<void> | undefined;
}

const anonymous: Caller = { kind: 'anonymous' };

/** @param demand undefined: nothing is counted */
export function createRefusedRequests(demand: Demand | undefined, pace: Pace): RefusedRequests {
  const budgetOf = (clientIp: string): Client => {
    const { kind, key } = clientOf({ caller: anonymous, clientIp });
    return { kind, key: `refused:${key}` };
  };
  return {
    pace: (clientIp) => pace.next(networkOf(clientIp)),
    blocked: (clientIp) => demand?.blocked(budgetOf(clientIp)),
    count: (clientIp) => void demand?.consume(budgetOf(clientIp), { requests: 1, cost: 0, documents: 0 }),
  };
}
