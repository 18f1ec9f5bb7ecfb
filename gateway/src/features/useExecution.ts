import { logger } from '@nakku/telemetry';
import { graphOf } from '../config/apollo.ts';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { apolloDataSource } from '../execution/apolloDataSource.ts';
import { startApolloExecutor } from '../execution/apolloExecutor.ts';
import type { ExecuteOptions } from '../execution/execute.ts';
import type { UsageReportingOptions } from '../execution/usageReporting.ts';
import type { SubgraphClients } from '../subgraphs/clients.ts';
import type { SupergraphStore } from '../supergraph/store.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * What executes admitted operations, with the deadline `execution.deadlineMs` and `operations.maxErrors`. With
 * `apollo.key` and `apollo.graphRef` it reports use to Apollo Studio.
 */
export async function useExecution(
  config: GatewayConfig,
  parts: { readonly store: SupergraphStore; readonly clients: SubgraphClients },
  lifecycle: Lifecycle,
): Promise<ExecuteOptions> {
  const { store, clients } = parts;
  const executor = await startApolloExecutor({
    store,
    services: () =>
      Object.fromEntries(Object.entries(clients.all()).map(([name, one]) => [name, apolloDataSource(one)])),
    fetchers: clients.all,
    reporting: reportingFor(config),
    log: logger({ part: 'apollo' }),
  });
  lifecycle.onStop(() => executor.stop());
  return {
    executor,
    deadlineMs: config.execution.deadlineMs,
    production: resolved(config).production,
    maxErrors: config.operations.maxErrors,
    log: logger({ part: 'execution' }),
  };
}

/** Undefined if the gateway belongs to no graph. */
function reportingFor({ apollo }: GatewayConfig): UsageReportingOptions | undefined {
  const { reportingUrl: url, reportEveryMs, traceRate } = apollo;
  const graph = graphOf(apollo);
  return graph && { ...graph, url, reportEveryMs, traceRate, log: logger({ part: 'studio' }) };
}
