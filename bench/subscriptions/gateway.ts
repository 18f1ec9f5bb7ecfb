// Nakku's gateway as a process of its own.
import { registry } from '@nakku/telemetry';
import { loadGatewayConfig, startGateway } from '../../gateway/src/index.ts';
import type { RunningGateway } from '../../gateway/src/index.ts';
import { serveCalls } from './calls.ts';
import { serverSchema } from './servers.ts';
import { usageMethods } from './usage.ts';

let gateway: RunningGateway | undefined;

/** Budgets that the benchmark that starts this process sets. */
function budgetsOfEnvironment(): Record<string, string | undefined> {
  const names = [
    'COST_PER_ADDRESS_PER_SECOND',
    'COST_PER_USER',
    'COST_PER_USER_PER_SECOND',
    'NEW_DOCUMENTS_PER_ADDRESS',
    'PLANNING_TIMEOUT_MS',
  ];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

serveCalls({
  ...usageMethods,
  async start(argument) {
    const server = serverSchema.parse(argument);
    gateway = await startGateway(
      loadGatewayConfig({
        NODE_ENV: 'production',
        PORT: '0',
        LOG_LEVEL: 'error',
        SUPERGRAPH_FILE: server.supergraphFile,
        SUBGRAPH_URLS: JSON.stringify(server.subgraphUrls),
        REDIS_URL: server.redisUrl,
        REDIS_PREFIX: server.redisPrefix,
        USERS_JWKS_URL: server.jwksUrl,
        IDENTITY_PRIVATE_JWK: JSON.stringify(server.identityPrivateJwk),
        CLOSE_SPREAD_MS: '0',
        // All clients come from one address here.
        COST_PER_ADDRESS: '10000000',
        REQUESTS_PER_ADDRESS: '1000000',
        MAX_SOCKETS_PER_ADDRESS: '1000000',
        PACE_PER_USER_PER_SECOND: '1000000',
        PACE_PER_ADDRESS_PER_SECOND: '1000000',
        PARALLEL_OPERATIONS_PER_USER: '1000000',
        PARALLEL_OPERATIONS_PER_ADDRESS: '1000000',
        SUBSCRIPTION_STARTS_PER_ADDRESS_PER_SECOND: '1000000',
        MAX_SUBSCRIPTIONS_PER_ADDRESS: '1000000',
        MAX_SUBSCRIPTIONS_PER_GUEST_ADDRESS: '1000000',
        ...budgetsOfEnvironment(),
        SHARED_ENTITY_CHARACTERS: process.env.SHARED_ENTITY_CHARACTERS || undefined,
      }),
    );
    return gateway.url;
  },
  /** Open sockets to each subgraph. */
  async upstreamSockets() {
    const metric = await registry.getSingleMetric('upstream_sockets')?.get();
    return metric?.values.map(({ value }) => value) ?? [];
  },
  stop: () => gateway?.stop(),
});
