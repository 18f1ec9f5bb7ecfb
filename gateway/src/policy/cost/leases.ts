import { LRUCache } from 'lru-cache';

/** What is taken from the budgets of one holder, or left in them. */
export interface Amounts {
  readonly requests: number;
  readonly cost: number;
}

/** A budget's rule: what it holds at most, and how much comes back in a second. */
export type BudgetRules = Readonly<
  Record<keyof Amounts, { readonly capacity: number; readonly perSecond: number }>
>;

interface Lease<Holder> {
  readonly holder: Holder;
  readonly rules: BudgetRules;
  /** When the shared budgets were last seen, ms, and what they held then. */
  seenAt: number;
  left: Amounts;
  /** Taken here since, and not told the shared budgets yet. */
  used: Amounts;
  /** Taken here, and on its way to them. */
  reported: Amounts;
}

/**
 * Small parts of shared budgets that a gateway may grant by itself. A client that is far from its limits is served from what
 * was left when the shared budgets were last seen; what it takes is settled with the next request that must ask, or a
 * moment later.
 */
export interface Leases<Holder> {
  /** What is left after taking `amounts`; undefined: the shared budgets must be asked. */
  grant(holder: Holder, amounts: Amounts): Amounts | undefined;
  /** Adds what was used beyond what was granted; negative: what was not used. */
  add(holder: Holder, cost: number): void;
  /** What is to be told the shared budgets now. Each `begin` is followed by an `end`. */
  begin(holder: Holder): Amounts;
  /** The shared budgets know `told` and hold `left`. */
  end(holder: Holder, reported: Amounts, left: Amounts): void;
  /** Tells the shared budgets everything that they do not know yet. */
  flush(): Promise<void>;
}

/** Of what the shared budgets held, a gateway grants so much without asking. */
export const leasedShare = 1 / 16;
/** Holders that are remembered; who is forgotten is asked about again. */
const maxLeases = 50_000;
const [none, never] = [{ requests: 0, cost: 0 }, -Infinity];

/**
 * @param o.leaseMs how long a gateway grants by what it saw; 0: it always asks
 * @param o.reconcile tells the shared budgets, by `begin` and `end`. Must not throw
 */
export function createLeases<Holder extends { readonly key: string }>(o: {
  readonly leaseMs: number;
  readonly rulesOf: (holder: Holder) => BudgetRules;
  readonly reconcile: (holder: Holder) => Promise<void>;
  readonly now: () => number;
}): Leases<Holder> {
  const leases = new LRUCache<string, Lease<Holder>>({ max: maxLeases });
  /** Those with something to tell. */
  const owing = new Set<Lease<Holder>>();
  let timer: NodeJS.Timeout | undefined;

  function leaseOf(holder: Holder): Lease<Holder> {
    const known = leases.get(holder.key);
    if (known) return known;
    const rules = o.rulesOf(holder);
    const lease = { holder, rules, seenAt: never, left: none, used: none, reported: none };
    leases.set(holder.key, lease);
    return lease;
  }

  function addUse(lease: Lease<Holder>, { requests, cost }: Amounts): void {
    lease.used = { requests: lease.used.requests + requests, cost: lease.used.cost + cost };
    owing.add(lease);
    timer ??= setTimeout(() => void flush(), o.leaseMs / 4).unref();
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const settled = [...owing].map(({ holder }) => o.reconcile(holder));
    owing.clear();
    await Promise.all(settled);
  }

  const remaining = (
    { rules, seenAt, left, used, reported }: Lease<Holder>,
    budget: keyof Amounts,
    at: number,
  ) => {
    const { capacity, perSecond } = rules[budget];
    const restored = left[budget] + ((at - seenAt) * perSecond) / 1_000;
    return Math.floor(Math.min(capacity, restored) - used[budget] - reported[budget]);
  };
  const suffices = ({ left, used, reported }: Lease<Holder>, budget: keyof Amounts, amount: number) =>
    used[budget] + reported[budget] + amount <= left[budget] * leasedShare;

  return {
    grant(holder, amounts) {
      const lease = leases.get(holder.key);
      const at = o.now();
      if (!lease || at - lease.seenAt >= o.leaseMs) return undefined;
      if (!suffices(lease, 'requests', amounts.requests) || !suffices(lease, 'cost', amounts.cost)) {
        return undefined;
      }
      addUse(lease, amounts);
      return { requests: remaining(lease, 'requests', at), cost: remaining(lease, 'cost', at) };
    },
    add: (holder, cost) => addUse(leaseOf(holder), { requests: 0, cost }),
    begin(holder) {
      const lease = leaseOf(holder);
      const { used, reported } = lease;
      owing.delete(lease);
      lease.used = none;
      lease.reported = { requests: reported.requests + used.requests, cost: reported.cost + used.cost };
      return used;
    },
    end(holder, reported, left) {
      const lease = leaseOf(holder);
      lease.reported = {
        requests: lease.reported.requests - reported.requests,
        cost: lease.reported.cost - reported.cost,
      };
      lease.left = left;
      lease.seenAt = o.now();
    },
    flush,
  };
}
