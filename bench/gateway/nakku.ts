// Nakku's gateway as a process of its own, as in production: token, budgets in Redis, metrics and log.
import { loadGatewayConfig, startGateway } from '../../gateway/src/index.ts';
import { serveCalls } from '../subscriptions/calls.ts';
import { usageMethods } from '../subscriptions/usage.ts';
import { gatewaySchema } from './gateways.ts';

let stop: (() => Promise<void>) | undefined;
let replace: ((sdl: string) => void) | undefined;

serveCalls({
  ...usageMethods,
  async start(argument) {
    const o = gatewaySchema.parse(argument);
    const gateway = await startGateway(
      loadGatewayConfig({
        NODE_ENV: 'production',
        PORT: '0',
        LOG_LEVEL: 'info',
        SUPERGRAPH_FILE: o.supergraphFile,
        REDIS_URL: o.redisUrl,
        REDIS_PREFIX: o.redisPrefix,
        USERS_JWKS_URL: o.jwksUrl,
        IDENTITY_PRIVATE_JWK: JSON.stringify(o.identityPrivateJwk),
        // One customer sends it all.
        COST_PER_USER: '100000000',
        COST_PER_USER_PER_SECOND: '100000000',
        REQUESTS_PER_USER: '1000000',
        REQUESTS_PER_USER_PER_SECOND: '1000000',
        PACE_PER_USER_PER_SECOND: '1000000',
        PARALLEL_OPERATIONS_PER_USER: '1000000',
        MAX_COST: '1000000000',
        SUBGRAPH_CONNECTIONS: '32',
      }),
    );
    stop = () => gateway.stop();
    replace = gateway.replaceSupergraph;
    return `${gateway.url}/graphql`;
  },
  /** Loads another supergraph, given as text. */
  replace: (sdl) => replace?.(String(sdl)),
  stop: () => stop?.(),
});
