import { createIdentitySigner } from '@nakku/identity';
import { logger } from '@nakku/telemetry';
import { resolved } from './config/gatewayConfig.ts';
import type { GatewayConfig } from './config/gatewayConfig.ts';
import { createExecute, withConcurrency } from './execution/execute.ts';
import type { ExecuteOptions } from './execution/execute.ts';
import { createLifecycle } from './features/lifecycle.ts';
import type { Lifecycle } from './features/lifecycle.ts';
import { useAdmission } from './features/useAdmission.ts';
import { useDemandControl } from './features/useDemandControl.ts';
import { useDevelopment } from './features/useDevelopment.ts';
import { useExecution } from './features/useExecution.ts';
import { useFieldUsage } from './features/useFieldUsage.ts';
import { useInternalServer } from './features/useInternalServer.ts';
import { useOperationNames } from './features/useOperationNames.ts';
import { usePersistedOperations } from './features/usePersistedOperations.ts';
import { useSecurity } from './features/useSecurity.ts';
import { useSubgraphs } from './features/useSubgraphs.ts';
import { useSubscriptions } from './features/useSubscriptions.ts';
import { useSupergraph } from './features/useSupergraph.ts';
import { useTelemetry } from './features/useTelemetry.ts';
import { useTransports } from './features/useTransports.ts';
import { createPace } from './policy/cost/pace.ts';
import { createRefusedRequests } from './policy/cost/refusedRequests.ts';
import { noPolicies } from './policy/security/policies.ts';
import type { PolicyEvaluator } from './policy/security/policies.ts';
import { errorMetrics } from './request/errorMetrics.ts';

export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** Where `/metrics` and `/health` are. */
  readonly internalUrl: string;
  /** Loads another supergraph; throws and keeps the last good one if it cannot be loaded. */
  replaceSupergraph(sdl: string): void;
  /** Not ready, clients told to reconnect, running requests finished, connections closed. A second call waits too. */
  stop(): Promise<void>;
}

/** What a program adds to a gateway that configuration cannot say. */
export interface GatewayExtensions {
  /** Decides what `@policy` requires; without it every policy is refused. */
  readonly policies?: PolicyEvaluator;
}

/** Starts the gateway. Throws if the supergraph cannot be loaded or the port is taken; nothing runs on then. */
export async function startGateway(
  config: GatewayConfig,
  extensions: GatewayExtensions = {},
): Promise<RunningGateway> {
  const lifecycle = createLifecycle();
  try {
    return await start(config, extensions, lifecycle);
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

async function start(
  config: GatewayConfig,
  { policies = noPolicies }: GatewayExtensions,
  lifecycle: Lifecycle,
): Promise<RunningGateway> {
  useTelemetry(config, lifecycle);
  const signer = createIdentitySigner({ privateJwk: config.identity.privateJwk });
  const security = useSecurity(config, signer, lifecycle);
  const clients = useSubgraphs(config, signer, lifecycle);
  const { resolve, safelist } = await usePersistedOperations(config, lifecycle);
  const labelOf = useOperationNames(config, safelist);
  const countErrors = errorMetrics();
  const countExecuted: ExecuteOptions['countErrors'] = ({ operation }, errors) =>
    countErrors(labelOf(operation.name?.value), errors);
  const { executing, load } = useExecution(config, { clients, countErrors: countExecuted }, lifecycle);
  const store = await useSupergraph(config, load, lifecycle);
  const demand = await useDemandControl(config, lifecycle);
  const { admit, pipeline, turns } = useAdmission(config, { store, policies, demand, resolve, countErrors });
  const observe = useFieldUsage(config, lifecycle);
  const hub = useSubscriptions(config, { signer, clients, store, policies, executing, admit }, lifecycle);
  await security.ready();
  const execute = withConcurrency(createExecute(executing), config.demand);
  const refusedRequests = createRefusedRequests(
    demand,
    createPace({ perSecond: config.demand.refusalsPerSecond, maxWaitMs: 1_000 }),
  );
  const internal = await useInternalServer(config, lifecycle);
  const server = await useTransports(
    config,
    { security, pipeline, turns, execute, hub, observe, refusedRequests, labelOf },
    lifecycle,
  );
  await useDevelopment(config, { store, clients }, lifecycle);
  logger({ part: 'gateway' }).info(
    { url: server.url, internalUrl: internal.url, production: resolved(config).production },
    'gateway started',
  );
  return {
    url: server.url,
    port: server.port,
    internalUrl: internal.url,
    replaceSupergraph: store.replace,
    stop: () => lifecycle.stop(),
  };
}
