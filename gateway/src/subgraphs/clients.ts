import type { IdentitySigner } from '@nakku/identity';
import type { Logger } from '@nakku/telemetry';
import type { SharedEntityRules } from './sharedEntities.ts';
import type { ResilienceRules } from './resilience.ts';
import { createSubgraphClient } from './client.ts';
import type { SubgraphClient } from './client.ts';

export interface SubgraphClients {
  /** The connection to a subgraph. `routingUrl` counts only if the configuration has none. */
  get(name: string, routingUrl?: string): SubgraphClient;
  /** All that were asked for so far, by name. */
  all(): Record<string, SubgraphClient>;
  /** Whether the subgraph has ever answered. */
  isReached(name: string): boolean;
  stop(): Promise<void>;
}

const probeEveryMs = 250;
const probeWithinMs = 2_000;

/** HTTP connections to the subgraphs, at the configured urls or else those of the supergraph. */
export function createSubgraphClients(o: {
  urls: Readonly<Record<string, string>>;
  signer: IdentitySigner;
  connections: number;
  maxAnswerBytes: number;
  resilience: ResilienceRules;
  sharedEntities: SharedEntityRules;
  log: Logger;
}): SubgraphClients {
  const clients: Record<string, SubgraphClient> = {};
  const reached = new Set<string>();
  const probe = setInterval(() => {
    for (const client of Object.values(clients)) if (!reached.has(client.name)) ask(client);
  }, probeEveryMs);
  const asking = new Set<string>();

  function ask(client: SubgraphClient): void {
    if (asking.has(client.name)) return;
    asking.add(client.name);
    client
      .ask('{ __typename }', probeWithinMs)
      .then(
        () => void reached.add(client.name),
        (err: unknown) => o.log.debug({ err, subgraph: client.name }, 'subgraph is not reachable yet'),
      )
      .finally(() => asking.delete(client.name));
  }

  return {
    get(name, routingUrl) {
      const url = o.urls[name] ?? routingUrl;
      const known = clients[name];
      if (known && (url === undefined || known.url === url)) return known;
      if (url === undefined) throw new Error(`no url is known for subgraph ${name}`);
      const client = createSubgraphClient({ ...o, name, url });
      clients[name] = client;
      ask(client);
      return client;
    },
    all: () => clients,
    isReached: (name) => reached.has(name),
    async stop() {
      clearInterval(probe);
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
