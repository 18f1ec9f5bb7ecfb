import { logger } from '@nakku/telemetry';
import { graphOf } from '../config/apollo.ts';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { apolloDataSource } from '../execution/apolloDataSource.ts';
import { createCompiledExecutor } from '../execution/compiledExecutor.ts';
import type { ExecuteOptions } from '../execution/execute.ts';
import type { Executor } from '../execution/executor.ts';
import { createReportingExecutor } from '../execution/reportingExecutor.ts';
import type { UsageReportingOptions } from '../execution/usageReporting.ts';
import type { SubgraphClients } from '../subgraphs/clients.ts';
import { apolloGateway } from '../supergraph/store.ts';
import type { LoadGateway } from '../supergraph/store.ts';
import type { Lifecycle } from './lifecycle.ts';

export interface Execution {
  readonly executing: ExecuteOptions;
  /** Loads Apollo's gateway, which follows the supergraph. */
  readonly load: LoadGateway;
}

/**
 * What executes admitted operations, with the deadline `execution.deadlineMs` and `operations.maxErrors`. With
 * `apollo.key` and `apollo.graphRef` it reports use to Apollo Studio, and executes by Apollo Server for that.
 */
export function useExecution(
  config: GatewayConfig,
  parts: { readonly clients: SubgraphClients; readonly countErrors: ExecuteOptions['countErrors'] },
  lifecycle: Lifecycle,
): Execution {
  const { executor, load } = executorFor(config, parts.clients, lifecycle);
  return {
    load,
    executing: {
      executor,
      deadlineMs: config.execution.deadlineMs,
      production: resolved(config).production,
      maxErrors: config.operations.maxErrors,
      log: logger({ part: 'execution' }),
      countErrors: parts.countErrors,
    },
  };
}

function executorFor(
  config: GatewayConfig,
  clients: SubgraphClients,
  lifecycle: Lifecycle,
): { readonly executor: Executor; readonly load: LoadGateway } {
  const reporting = reportingFor(config);
  const log = logger({ part: 'apollo' });
  const dataSource = (name: string, url: string | undefined) => apolloDataSource(clients.get(name, url));
  if (reporting) {
    const executor = createReportingExecutor({ dataSource, reporting, log });
    lifecycle.onStop(() => executor.stop());
    return { executor, load: (supergraphSdl) => executor.load(supergraphSdl) };
  }
  const gateway = apolloGateway({ dataSource, log });
  lifecycle.onStop(() => gateway.stop());
  return { executor: createCompiledExecutor(clients.all), load: gateway.load };
}

/** Undefined if the gateway belongs to no graph. */
function reportingFor({ apollo }: GatewayConfig): UsageReportingOptions | undefined {
  const { reportingUrl: url, reportEveryMs, traceRate } = apollo;
  const graph = graphOf(apollo);
  return graph && { ...graph, url, reportEveryMs, traceRate, log: logger({ part: 'studio' }) };
}
