import type { Client } from '../policy/cost/client.ts';
import type { Granted } from '../policy/cost/demand.ts';
import type { Refusal } from '../request/results.ts';

/** How something new is paid for that several requests may bring at the same time. */
export interface Payment {
  /** What was granted to this request; undefined: another one has paid. */
  readonly granted: Granted | undefined;
  readonly shared: SharedFindings;
}

/** What requests that bring the same learn from each other while it is examined. */
export interface SharedFindings {
  /** Why the document is refused, whoever sends it. */
  refused?: Refusal;
}

export interface SharedPayments {
  /** Whether a request that has paid is still working on what `key` identifies. */
  isPending(key: () => string): boolean;
  /**
   * Works on something new. The first client that brings it pays; who brings it before that work has ended pays nothing
   * and waits for nothing but the payment. If the first cannot pay, each pays for itself.
   */
  run<T extends object>(
    key: string,
    client: Client,
    work: (payment: Payment) => T | Refusal | Promise<T | Refusal>,
  ): Promise<T | Refusal>;
}

interface Pending {
  readonly isPaid: Promise<boolean>;
  readonly shared: SharedFindings;
}

/**
 * After a restart all clients come back with the same few documents: these are new to the gateway once, not once for each
 * client.
 * @param pay never rejects
 */
export function createSharedPayments(pay: (client: Client) => Promise<Granted | Refusal>): SharedPayments {
  const pending = new Map<string, Pending>();
  return {
    isPending: (key) => pending.size > 0 && pending.has(key()),
    async run(key, client, work) {
      const running = pending.get(key);
      if (running && (await running.isPaid)) return work({ granted: undefined, shared: running.shared });
      const payment = pay(client);
      const isPaid = payment.then(({ kind }) => kind === 'granted');
      const own: Pending = { isPaid, shared: {} };
      if (!pending.has(key)) pending.set(key, own);
      try {
        const granted = await payment;
        return granted.kind === 'refused' ? granted : await work({ granted, shared: own.shared });
      } finally {
        if (pending.get(key) === own) pending.delete(key);
      }
    },
  };
}
