import type { Logger } from '@nakku/telemetry';
import type { SubgraphClient } from './client.ts';

/** Finds out which subgraphs have ever responded. */
export interface Probe {
  /** Sends a first request at once, and more until one gets a response. */
  add(client: SubgraphClient): void;
  isReached(subgraph: string): boolean;
  stop(): void;
}

const probeEveryMs = 250;
const probeTimeoutMs = 2_000;

export function createProbe(log: Logger): Probe {
  /** Those that have not responded yet, by subgraph. */
  const waiting = new Map<string, SubgraphClient>();
  const reached = new Set<string>();
  const running = new Set<SubgraphClient>();
  const timer = setInterval(() => {
    for (const client of waiting.values()) send(client);
  }, probeEveryMs);

  function send(client: SubgraphClient): void {
    if (running.has(client)) return;
    running.add(client);
    client
      .query('{ __typename }', probeTimeoutMs)
      .then(
        () => {
          reached.add(client.name);
          waiting.delete(client.name);
        },
        (err: unknown) => log.debug({ err, subgraph: client.name }, 'subgraph is not reachable yet'),
      )
      .finally(() => running.delete(client));
  }

  return {
    add(client) {
      if (!reached.has(client.name)) waiting.set(client.name, client);
      send(client);
    },
    isReached: (subgraph) => reached.has(subgraph),
    stop: () => clearInterval(timer),
  };
}
