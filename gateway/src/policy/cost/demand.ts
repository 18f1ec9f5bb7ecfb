import { counter } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { LRUCache } from 'lru-cache';
import type { Refusal } from '../../request/results.ts';
import { refusedFor } from './balance.ts';
import type { Allowance, Balance } from './balance.ts';
import type { Buckets, ConsumeResult, TokenRequest } from './buckets.ts';
import type { Client } from './client.ts';

export interface DemandOptions {
  /** Shared by all gateways. */
  readonly buckets: Buckets;
  /** This gateway's own, for while the shared ones cannot be reached. */
  readonly localBuckets: Buckets;
  readonly user: Allowance;
  readonly address: Allowance;
  /** Of all users of one address together. */
  readonly accounts: Allowance;
  /** Whether too much is refused; else it is only counted. */
  readonly enforced: boolean;
  readonly log: Logger;
  readonly now?: () => number;
}

/** What a request takes from the budgets of its client. */
export interface Charge {
  readonly requests: number;
  readonly cost: number;
  /** Documents that were never seen. */
  readonly documents: number;
}

/** A request that may go on. */
export interface Granted {
  readonly kind: 'granted';
  readonly balance: Balance | undefined;
}

export interface Demand {
  /** Refuses a client that was found to send too many requests, at no cost, for as long as that lasts. */
  blocked(client: Client): Refusal | undefined;
  /** Consumes of a client's budgets and those that it shares. Never throws. */
  consume(client: Client, charge: Charge): Promise<Granted | Refusal>;
  /** Corrects the budgets of cost: positive, what was used beyond what was consumed; negative, what was not used. */
  correct(client: Client, cost: number): void;
}

/** Who holds a budget. */
type Holder = Pick<Client, 'key'> & { readonly kind: 'user' | 'address' | 'accounts' };

const budgets = ['requests', 'cost', 'documents'] as const;
type Budget = (typeof budgets)[number];

const maxBlocked = 10_000;
/** After a failure Redis is left alone for so long, so that not every request waits for it. */
const localForMs = 1_000;

const refusals: Record<Budget, readonly [code: string, message: string]> = {
  requests: ['RATE_LIMITED', 'Too many requests'],
  cost: ['COST_BUDGET_EXHAUSTED', 'The budget of cost is used up'],
  documents: ['NEW_DOCUMENTS_LIMITED', 'Too many operations that were never sent before'],
};

/**
 * Budgets of clients. While Redis is away, full or read-only, each gateway keeps them in its own memory: customers are
 * served, and nobody gets more than one budget per gateway.
 */
export function createDemand(o: DemandOptions): Demand {
  const now = o.now ?? Date.now;
  const blockedUntil = new LRUCache<string, number>({ max: maxBlocked });
  const refused = counter(
    'demand_refused_total',
    'Requests over the budget of their client',
    ['budget'],
    budgets.map((budget) => ({ budget })),
  );
  const local = counter(
    'demand_local_total',
    "Requests whose budget was the gateway's own because Redis could not keep it",
  );
  let localUntil = 0;

  const tokenRequest = ({ key, kind }: Holder, budget: Budget, amount: number): TokenRequest => {
    const [capacity, perSecond] = bucketOf(o[kind], budget);
    return { key: `nakku:${budget}:{${key}}`, capacity, perSecond, amount };
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

  /** What users of one address share is each gateway's own: a second way to Redis for every request would cost more. */
  const bucketsFor = <T>({ kind }: Holder, work: (buckets: Buckets) => Promise<T>): Promise<T> =>
    kind === 'accounts' ? work(o.localBuckets) : withBuckets(work);

  function tooMuch(holder: Holder, budget: Budget, { waitMs, left }: ConsumeResult): Refusal | undefined {
    refused.inc({ budget });
    if (!o.enforced) return undefined;
    if (budget === 'requests') blockedUntil.set(holder.key, now() + waitMs);
    return refusedFor(waitMs, ...refusals[budget], balanceOf(holder, left));
  }

  const balanceOf = ({ kind }: Holder, [requests = 0, cost = 0]: readonly number[]): Balance => ({
    allowance: o[kind],
    requests,
    cost,
  });

  async function consumeOf(holder: Holder, charge: Charge): Promise<Granted | Refusal> {
    // What a charge takes nothing of is asked all the same: the balance is told. New documents are rare.
    const taken = budgets.filter((budget) => budget !== 'documents' || charge.documents > 0);
    const requests = taken.map((budget) => tokenRequest(holder, budget, charge[budget]));
    const consumed = await bucketsFor(holder, (buckets) => buckets.consume(requests));
    const exhausted = consumed.exhausted === undefined ? undefined : taken[consumed.exhausted];
    const refusedNow = exhausted && tooMuch(holder, exhausted, consumed);
    return refusedNow ?? { kind: 'granted', balance: balanceOf(holder, consumed.left) };
  }

  function blocked(holder: Holder): Refusal | undefined {
    const until = blockedUntil.get(holder.key);
    if (until === undefined) return undefined;
    const waitMs = until - now();
    if (waitMs > 0) {
      refused.inc({ budget: 'requests' });
      return refusedFor(waitMs, ...refusals.requests, balanceOf(holder, []));
    }
    blockedUntil.delete(holder.key);
    return undefined;
  }

  return {
    blocked: (client) => blocked(client) ?? (client.shared && blocked(client.shared)),
    async consume(client, charge) {
      const { shared } = client;
      if (!shared) return consumeOf(client, charge);
      // Two steps: a refusal of one may have taken from the other.
      const [own, together] = await Promise.all([consumeOf(client, charge), consumeOf(shared, charge)]);
      return own.kind === 'refused' || together.kind === 'granted' ? own : together;
    },
    correct(client, cost) {
      if (cost === 0) return;
      for (const holder of client.shared ? [client, client.shared] : [client])
        void bucketsFor(holder, (buckets) => buckets.force([tokenRequest(holder, 'cost', cost)]));
    },
  };
}

function bucketOf(allowance: Allowance, budget: Budget): readonly [capacity: number, perSecond: number] {
  switch (budget) {
    case 'requests':
      return [allowance.requests, allowance.requestsPerSecond];
    case 'cost':
      return [allowance.cost, allowance.costPerSecond];
    case 'documents':
      return [allowance.documents, allowance.documentsPerSecond];
  }
}
