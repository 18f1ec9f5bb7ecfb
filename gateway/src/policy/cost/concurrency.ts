export interface ConcurrencyOptions {
  /** How many operations of one client execute at once. */
  readonly perClient: number;
  /** How long one waits at most, ms; then it executes beside the others. */
  readonly maxWaitMs: number;
  /** How many may wait, of all clients together; beyond it nothing waits. */
  readonly maxWaiting?: number;
}

export interface Concurrency {
  /** Executes `work` when the client has a place. */
  run<Result>(client: string, work: () => Promise<Result>): Promise<Result>;
}

interface Client {
  executing: number;
  readonly waiting: Set<() => void>;
}

/**
 * Lets one client have only so many operations under way, without refusing any: whoever sends dear queries in parallel
 * waits behind its own, and the queues of subgraphs and databases stay short for everybody else.
 */
export function createConcurrency({
  perClient,
  maxWaitMs,
  maxWaiting = 10_000,
}: ConcurrencyOptions): Concurrency {
  const clients = new Map<string, Client>();
  let waiting = 0;

  function clientOf(key: string): Client {
    const client = clients.get(key) ?? { executing: 0, waiting: new Set() };
    clients.set(key, client);
    return client;
  }

  const place = (client: Client): Promise<void> =>
    new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        client.waiting.delete(go);
        waiting -= 1;
        client.executing += 1;
        resolve();
      };
      waiting += 1;
      client.waiting.add(go);
      const timer = setTimeout(go, maxWaitMs);
    });

  function leave(key: string, client: Client): void {
    client.executing -= 1;
    const [next] = client.waiting;
    if (client.executing < perClient) next?.();
    if (client.executing === 0) clients.delete(key);
  }

  return {
    async run(key, work) {
      const client = clientOf(key);
      if (client.executing < perClient || waiting >= maxWaiting) client.executing += 1;
      else await place(client);
      try {
        return await work();
      } finally {
        leave(key, client);
      }
    },
  };
}
