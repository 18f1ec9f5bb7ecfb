import { counter } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { LRUCache } from 'lru-cache';
import { refusal } from '../../request/results.ts';
import type { Refusal } from '../../request/results.ts';
import type { Buckets, TokenRequest, ConsumeResult } from './buckets.ts';
import type { Client } from './client.ts';

/** What one kind of client may have. */
export interface Allowance {
  readonly cost: number;
  readonly costPerSecond: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
}

export interface DemandOptions {
  /** Shared by all gateways. */
  readonly buckets: Buckets;
  /** This gateway's own, for while the shared ones cannot be reached. */
  readonly localBuckets: Buckets;
  readonly user: Allowance;
  readonly address: Allowance;
  /** Whether too much is refused; else it is only counted. */
  readonly enforced: boolean;
  readonly log: Logger;
  readonly now?: () => number;
}

/** What is left to a client. */
export interface Balance {
  readonly allowance: Allowance;
  readonly cost: number;
  readonly requests: number;
}

/** A request that may go on. */
export interface Granted {
  readonly kind: 'granted';
  readonly balance: Balance | undefined;
}

export interface Demand {
  /** Refuses a client that was found to send too many requests, at no cost, for as long as that lasts. */
  blocked(client: Client): Refusal | undefined;
  /** Consumes one request and an estimated cost of a client's budgets. Never throws. */
  consume(client: Client, estimated: number): Promise<Granted | Refusal>;
  /** Corrects the budget by what was really used. */
  reconcile(client: Client, estimated: number, actual: number): void;
}

const maxBlocked = 10_000;
/** After a failure Redis is left alone for so long, so that not every request waits for it. */
const localForMs = 1_000;

/**
 * Budgets of clients. While Redis is away, full or read-only, each gateway keeps them in its own memory: customers are
 * served, and nobody gets more than one budget per gateway.
 */
export function createDemand(o: DemandOptions): Demand {
  const now = o.now ?? Date.now;
  const blockedUntil = new LRUCache<string, number>({ max: maxBlocked });
  const refused = counter('demand_refused_total', 'Requests over the budget of their client', ['budget']);
  const local = counter(
    'demand_local_total',
    "Requests whose budget was the gateway's own because Redis could not keep it",
  );
  let localUntil = 0;

  const tokenRequests = (
    { key, kind }: Client,
    requests: number,
    cost: number,
  ): [TokenRequest, TokenRequest] => {
    const allowance = o[kind];
    return [
      {
        key: `nakku:requests:{${key}}`,
        capacity: allowance.requests,
        perSecond: allowance.requestsPerSecond,
        amount: requests,
      },
      {
        key: `nakku:cost:{${key}}`,
        capacity: allowance.cost,
        perSecond: allowance.costPerSecond,
        amount: cost,
      },
    ];
  };

  async function withBuckets<T>(work: (buckets: Buckets) => Promise<T>): Promise<T> {
    if (now() >= localUntil) {
      try {
        const result = await work(o.buckets);
        if (localUntil > 0) o.log.info('budgets of clients are shared again');
        localUntil = 0;
        return result;
      } catch (err) {
        if (localUntil === 0)
          o.log.warn({ err }, 'budgets of clients cannot be shared: each gateway keeps its own');
        localUntil = now() + localForMs;
      }
    }
    local.inc();
    return work(o.localBuckets);
  }

  function tooMuch(client: Client, { exhausted, waitMs, left }: ConsumeResult): Refusal | undefined {
    const isRequests = exhausted === 0;
    refused.inc({ budget: isRequests ? 'requests' : 'cost' });
    if (!o.enforced) return undefined;
    if (isRequests) blockedUntil.set(client.key, now() + waitMs);
    return isRequests
      ? refusedFor(waitMs, 'RATE_LIMITED', 'Too many requests', balanceOf(client, left))
      : refusedFor(waitMs, 'COST_BUDGET_EXHAUSTED', 'The budget of cost is used up', balanceOf(client, left));
  }

  const balanceOf = (client: Client, [requests = 0, cost = 0]: readonly number[]): Balance => ({
    allowance: o[client.kind],
    requests,
    cost,
  });

  return {
    blocked(client) {
      const until = blockedUntil.get(client.key);
      if (until === undefined) return undefined;
      const waitMs = until - now();
      if (waitMs > 0) {
        refused.inc({ budget: 'requests' });
        return refusedFor(waitMs, 'RATE_LIMITED', 'Too many requests', balanceOf(client, []));
      }
      blockedUntil.delete(client.key);
      return undefined;
    },
    async consume(client, estimated) {
      const consumed = await withBuckets((buckets) => buckets.consume(tokenRequests(client, 1, estimated)));
      const refusedNow = consumed.exhausted === undefined ? undefined : tooMuch(client, consumed);
      return refusedNow ?? { kind: 'granted', balance: balanceOf(client, consumed.left) };
    },
    reconcile(client, estimated, actual) {
      if (actual === estimated) return;
      const [, cost] = tokenRequests(client, 0, actual - estimated);
      void withBuckets((buckets) => buckets.force([cost]));
    },
  };
}

function refusedFor(waitMs: number, code: string, message: string, balance: Balance): Refusal {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return {
    ...refusal(429, code, message, { retryAfterSeconds }),
    headers: { 'retry-after': String(retryAfterSeconds), ...balanceHeaders(balance) },
  };
}

/**
 * The client's requests as headers: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06,
 * and its budget of cost.
 */
export function balanceHeaders({ allowance, requests, cost }: Balance): Record<string, string> {
  const seconds = (amount: number, perSecond: number) => String(Math.ceil(amount / perSecond));
  const { requests: limit, requestsPerSecond } = allowance;
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(Math.max(0, requests)),
    'ratelimit-reset': seconds(limit - Math.max(0, requests), requestsPerSecond),
    'ratelimit-policy': `${limit};w=${seconds(limit, requestsPerSecond)}`,
    'x-graphql-cost-remaining': String(Math.max(0, cost)),
  };
}
