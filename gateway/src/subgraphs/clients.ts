import type { IdentitySigner } from '@nakku/identity';
import type { Logger } from '@nakku/telemetry';
import { createSubgraphClient } from './client.ts';
import type { SubgraphClient } from './client.ts';
import { createProbe } from './probe.ts';
import type { ResilienceRules } from './resilience.ts';
import type { SharedEntityRules } from './sharedEntities.ts';

export interface SubgraphClients {
  /** The client of a subgraph. `routingUrl` counts only if the configuration has none. */
  get(name: string, routingUrl?: string): SubgraphClient;
  /** All that were requested so far, by name. */
  all(): Record<string, SubgraphClient>;
  /** Whether the subgraph has ever responded. */
  isReached(name: string): boolean;
  stop(): Promise<void>;
}

/** HTTP clients of the subgraphs, at the configured urls or else those of the supergraph. */
export function createSubgraphClients(o: {
  urls: Readonly<Record<string, string>>;
  signer: IdentitySigner;
  connections: number;
  maxResponseBytes: number;
  resilience: ResilienceRules;
  sharedEntities: SharedEntityRules;
  log: Logger;
}): SubgraphClients {
  const clients: Record<string, SubgraphClient> = {};
  const probe = createProbe(o.log);

  return {
    get(name, routingUrl) {
      const url = o.urls[name] ?? routingUrl;
      const known = clients[name];
      if (known && (url === undefined || known.url === url)) return known;
      if (url === undefined) throw new Error(`no url is known for subgraph ${name}`);
      const client = createSubgraphClient({ ...o, name, url });
      clients[name] = client;
      probe.add(client);
      return client;
    },
    all: () => clients,
    isReached: probe.isReached,
    async stop() {
      probe.stop();
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
