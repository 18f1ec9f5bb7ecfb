import type { IdentitySigner } from '@nakku/identity';
import { logger } from '@nakku/telemetry';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { createSubgraphClients } from '../subgraphs/clients.ts';
import type { SubgraphClients } from '../subgraphs/clients.ts';
import type { ResilienceRules } from '../subgraphs/resilience.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * HTTP clients of the subgraphs: options in the sections `execution` and `resilience`, their urls in
 * `supergraph.subgraphUrls`, what events share of them in `subscriptions.sharedEntity…`.
 */
export function useSubgraphs(
  config: Pick<GatewayConfig, 'supergraph' | 'execution' | 'resilience' | 'subscriptions'>,
  signer: IdentitySigner,
  lifecycle: Lifecycle,
): SubgraphClients {
  const { supergraph, execution, subscriptions } = config;
  const clients = createSubgraphClients({
    urls: supergraph.subgraphUrls,
    signer,
    connections: execution.connections,
    maxResponseBytes: execution.maxResponseBytes,
    resilience: resilienceRules(config.resilience),
    sharedEntities: {
      characters: subscriptions.sharedEntityCharacters,
      maxMs: subscriptions.sharedEntityMs,
    },
    log: logger({ part: 'subgraphs' }),
  });
  lifecycle.onStop(() => clients.stop());
  const names = () => Object.keys(clients.all());
  lifecycle.addReadiness(() => names().every(clients.isReached));
  lifecycle.addHealth(() => ({
    subgraphs: byName(names(), (name) => (clients.isReached(name) ? 'reached' : 'never reached')),
    circuits: byName(names(), (name) => clients.get(name).circuit),
  }));
  return clients;
}

function byName(names: readonly string[], valueOf: (name: string) => string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)]));
}

function resilienceRules(config: GatewayConfig['resilience']): ResilienceRules {
  return {
    queryTimeoutMs: config.queryTimeoutMs,
    retries: {
      max: config.retries,
      firstPauseMs: config.retryPauseMs,
      perRequest: config.retriesPerFetch,
      maxSaved: config.retriesSaved,
    },
    circuit: {
      windowMs: config.circuitWindowMs,
      minimumCalls: config.circuitMinimumFetches,
      failureRate: config.circuitFailureRate,
      openMs: config.circuitOpenMs,
      maxOpenMs: config.circuitMaxOpenMs,
      trials: config.circuitTrials,
    },
  };
}
