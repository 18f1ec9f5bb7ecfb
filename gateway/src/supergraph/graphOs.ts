import { logger } from '@nakku/telemetry';
import { graphOf } from '../config/apollo.ts';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { fetchManagedSupergraph } from './managed.ts';
import type { ManagedSupergraph } from './managed.ts';
import type { UsageReportingOptions } from '../execution/usageReporting.ts';

/** Where the supergraph comes from: uplink, if the configuration says so, else what was shipped with the gateway. */
export async function openSupergraph(
  config: GatewayConfig,
  shipped: () => Promise<string>,
): Promise<ManagedSupergraph> {
  const graph = resolved(config).managed ? graphOf(config.apollo) : undefined;
  if (!graph) return { sdl: await shipped(), follow: () => undefined, stop: () => Promise.resolve() };
  const { uplinkEndpoints: endpoints } = config.apollo;
  return fetchManagedSupergraph({ ...graph, endpoints, fallback: shipped, log: logger({ part: 'uplink' }) });
}

/** Reports of use to Apollo Studio; undefined if the gateway belongs to no graph. */
export function reportingFor({ apollo }: GatewayConfig): UsageReportingOptions | undefined {
  const { reportingUrl: url, reportEveryMs, traceRate } = apollo;
  const graph = graphOf(apollo);
  return graph && { ...graph, url, reportEveryMs, traceRate, log: logger({ part: 'studio' }) };
}
