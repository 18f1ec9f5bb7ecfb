import { counter } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { LRUCache } from 'lru-cache';
import type { Refusal } from '../../request/results.ts';
import { refusedFor } from './balance.ts';
import type { Allowance, Balance } from './balance.ts';
import type { Buckets, ConsumeResult, TokenRequest } from './buckets.ts';
import type { Client } from './client.ts';
import { createLeases } from './leases.ts';
import type { Amounts } from './leases.ts';

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
  /** How long a part of what is left is granted without asking the shared buckets; 0: they are always asked, ms. */
  readonly leaseMs: number;
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
  /** Consumes of a client's budgets and those that it shares. Never throws, nor rejects. */
  consume(client: Client, charge: Charge): Granted | Refusal | Promise<Granted | Refusal>;
  /** Corrects the budgets of cost: positive, what was used beyond what was consumed; negative, what was not used. */
  correct(client: Client, cost: number): void;
  /** Tells the shared buckets what they do not know yet. */
  reconcile(): Promise<void>;
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

  const leases = createLeases<Holder>({
    leaseMs: o.leaseMs,
    rulesOf: ({ kind }) => ({ requests: bucketOf(o[kind], 'requests'), cost: bucketOf(o[kind], 'cost') }),
    reconcile: async (holder) => void (await consumeShared(holder, nothing, ['requests', 'cost'])),
    now,
  });

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

  function tooMuch(holder: Holder, budget: Budget, consumed: ConsumeResult): Refusal | undefined {
    refused.inc({ budget });
    if (!o.enforced) return undefined;
    if (budget === 'requests') blockedUntil.set(holder.key, now() + consumed.waitMs);
    return refusedFor(consumed.waitMs, ...refusals[budget], balanceOf(holder, amountsIn(consumed)));
  }

  const balanceOf = ({ kind }: Holder, { requests, cost }: Amounts): Balance => ({
    allowance: o[kind],
    requests,
    cost,
  });

  /** Asks the shared buckets, and tells them what was granted here since they were asked last. */
  async function consumeShared(
    holder: Holder,
    charge: Charge,
    taken: readonly Budget[],
  ): Promise<ConsumeResult> {
    const reported = leases.begin(holder);
    const used = { ...reported, documents: 0 };
    const requests = taken.map((budget): TokenRequest => {
      const { capacity, perSecond } = bucketOf(o[holder.kind], budget);
      const key = `nakku:${budget}:{${holder.key}}`;
      return { key, capacity, perSecond, amount: charge[budget], used: used[budget] };
    });
    const consumed = await bucketsFor(holder, (buckets) => buckets.consume(requests));
    leases.end(holder, reported, amountsIn(consumed));
    return consumed;
  }

  function consumeOf(holder: Holder, charge: Charge): Granted | Promise<Granted | Refusal> {
    const left = charge.documents === 0 ? leases.grant(holder, charge) : undefined;
    return left ? { kind: 'granted', balance: balanceOf(holder, left) } : consumeMore(holder, charge);
  }

  async function consumeMore(holder: Holder, charge: Charge): Promise<Granted | Refusal> {
    // What a charge takes nothing of is asked all the same: the balance is told. New documents are rare.
    const taken = budgets.filter((budget) => budget !== 'documents' || charge.documents > 0);
    const consumed = await consumeShared(holder, charge, taken);
    const exhausted = consumed.exhausted === undefined ? undefined : taken[consumed.exhausted];
    const refusedNow = exhausted && tooMuch(holder, exhausted, consumed);
    return refusedNow ?? { kind: 'granted', balance: balanceOf(holder, amountsIn(consumed)) };
  }

  function blocked(holder: Holder): Refusal | undefined {
    const until = blockedUntil.get(holder.key);
    if (until === undefined) return undefined;
    const waitMs = until - now();
    if (waitMs > 0) {
      refused.inc({ budget: 'requests' });
      return refusedFor(waitMs, ...refusals.requests, balanceOf(holder, nothing));
    }
    blockedUntil.delete(holder.key);
    return undefined;
  }

  return {
    blocked: (client) => blocked(client) ?? (client.shared && blocked(client.shared)),
    consume(client, charge) {
      const own = consumeOf(client, charge);
      const together = client.shared && consumeOf(client.shared, charge);
      if (!together) return own;
      if (own instanceof Promise || together instanceof Promise) return both(own, together);
      return own;
    },
    correct(client, cost) {
      if (cost === 0) return;
      leases.add(client, cost);
      if (client.shared) leases.add(client.shared, cost);
    },
    reconcile: leases.flush,
  };
}

type Outcome = Granted | Promise<Granted | Refusal>;

/** Two steps: a refusal of one may have taken from the other. */
async function both(own: Outcome, together: Outcome): Promise<Granted | Refusal> {
  const [first, second] = await Promise.all([own, together]);
  return first.kind === 'refused' || second.kind === 'granted' ? first : second;
}

const nothing: Charge = { requests: 0, cost: 0, documents: 0 };

/** Of a result for requests and cost, in this order. */
const amountsIn = ({ left: [requests = 0, cost = 0] }: ConsumeResult): Amounts => ({ requests, cost });

function bucketOf(
  allowance: Allowance,
  budget: Budget,
): { readonly capacity: number; readonly perSecond: number } {
  switch (budget) {
    case 'requests':
      return { capacity: allowance.requests, perSecond: allowance.requestsPerSecond };
    case 'cost':
      return { capacity: allowance.cost, perSecond: allowance.costPerSecond };
    case 'documents':
      return { capacity: allowance.documents, perSecond: allowance.documentsPerSecond };
  }
}
