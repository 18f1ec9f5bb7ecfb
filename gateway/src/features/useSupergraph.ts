import { readFile } from 'node:fs/promises';
import { logger } from '@nakku/telemetry';
import { graphOf } from '../config/apollo.ts';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { fetchManagedSupergraph } from '../supergraph/managed.ts';
import type { ManagedSupergraph } from '../supergraph/managed.ts';
import { createSupergraphStore } from '../supergraph/store.ts';
import { planningLimits } from '../config/operations.ts';
import type { LoadGateway, SupergraphStore } from '../supergraph/store.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * The schema that is served: `supergraph.file`, or with `apollo.key` and `apollo.graphRef` the one of uplink.
 * Throws if it cannot be loaded.
 */
export async function useSupergraph(
  config: GatewayConfig,
  load: LoadGateway,
  lifecycle: Lifecycle,
): Promise<SupergraphStore> {
  const { supergraphFile } = resolved(config);
  const source = await openSupergraph(config, () => readFile(supergraphFile, 'utf8'));
  lifecycle.onStop(() => source.stop());
  const store = await createSupergraphStore({
    sdl: source.sdl,
    load,
    maxPlans: config.operations.cached,
    planning: planningLimits(config),
  });
  lifecycle.onStop(store.stop);
  // The first operation waits for it; the start does not.
  store
    .current()
    .plans.warm()
    .catch((err: unknown) => logger({ part: 'supergraph' }).error({ err }, 'operations cannot be planned'));
  source.follow(store.replace);
  lifecycle.addHealth(() => ({ supergraph: store.current().id }));
  return store;
}

/** Where the supergraph comes from: uplink, if the configuration says so, else what was shipped with the gateway. */
async function openSupergraph(
  config: GatewayConfig,
  shipped: () => Promise<string>,
): Promise<ManagedSupergraph> {
  const graph = resolved(config).managed ? graphOf(config.apollo) : undefined;
  if (!graph) return { sdl: await shipped(), follow: () => undefined, stop: () => Promise.resolve() };
  const { uplinkEndpoints: endpoints } = config.apollo;
  return fetchManagedSupergraph({ ...graph, endpoints, fallback: shipped, log: logger({ part: 'uplink' }) });
}
