import { createIdentityVerifier, IDENTITY_HEADER } from '@nakku/identity';
import { logger } from '@nakku/telemetry';
import type { DocumentNode } from 'graphql';
import type { SubgraphConfig } from './config/subgraphEnv.ts';
import type { BaseContext } from './graphql/context.ts';
import { graphqlEndpoint } from './graphql/httpEndpoint.ts';
import { callerReader } from './graphql/identity.ts';
import type { ReadCaller } from './graphql/identity.ts';
import { measureFields } from './graphql/measure.ts';
import type { MeasuredFields } from './graphql/measure.ts';
import { withOperations } from './graphql/operations.ts';
import type { Operable } from './graphql/operations.ts';
import { subgraphSchema } from './graphql/schema.ts';
import { socketEndpoint } from './graphql/socketEndpoint.ts';
import { probeRoutes } from './http/health.ts';
import type { Health } from './http/health.ts';
import { HttpRefusal } from './http/route.ts';
import type { HttpRoute } from './http/route.ts';
import { startInternalServer } from './http/internalServer.ts';
import { startHttpServer } from './http/server.ts';
import type { HttpServer } from './http/server.ts';
import type { Shutdown } from './shutdown.ts';

/** What the outside of a subgraph needs of its parts. */
interface ServedParts {
  readonly resolvers: object;
  readonly measured?: MeasuredFields;
  readonly routes?: readonly HttpRoute[];
  context?(base: BaseContext): object;
}

/** Opens the ports of a subgraph: GraphQL over HTTP and WebSocket, probes and its own routes on one, metrics and health on the other. */
export async function serve(o: {
  name: string;
  config: SubgraphConfig;
  typeDefs: DocumentNode;
  parts: ServedParts;
  /** What operators see and do. */
  operable: Operable;
  health: () => Promise<Health>;
  shutdown: Shutdown;
}): Promise<HttpServer & { readonly internalUrl: string }> {
  const { name, config, parts, shutdown } = o;
  const resolvers = withOperations(o, parts.resolvers);
  const schema = subgraphSchema(o.typeDefs, resolvers, logger({ part: 'graphql' }));
  measureFields(schema, name, parts.measured ?? {});
  const verifier = createIdentityVerifier({ publicJwks: config.IDENTITY_PUBLIC_JWKS, audience: name });
  const readCaller = callerReader(name, verifier);
  const contextOf = (base: BaseContext): object => parts.context?.(base) ?? {};
  const graphql = graphqlEndpoint({ schema, readCaller, contextOf });
  shutdown.on('graphql', () => graphql.stop());

  const http = await startHttpServer({
    service: name,
    host: config.HOST,
    port: config.PORT,
    bodyLimitBytes: config.BODY_LIMIT_BYTES,
    routes: [
      graphql.route,
      ...probeRoutes(o.health),
      ...(parts.routes ?? []).map((route) => guarded(route, readCaller)),
    ],
  });
  shutdown.on('requests', (leftMs) => http.drain(leftMs));
  const sockets = socketEndpoint({ server: http.server, service: name, schema, readCaller, contextOf });
  shutdown.on('sockets', (leftMs) => sockets.stop(Math.min(leftMs, 2_000)));
  const internal = await startInternalServer({
    service: name,
    host: config.INTERNAL_HOST,
    port: config.INTERNAL_PORT,
    health: o.health,
  });
  // Until the end of the shutdown, so that what it waits for can be seen.
  shutdown.on('telemetry', () => internal.stop());
  return { ...http, internalUrl: internal.url };
}

/** A route that asks for the gateway's identity where it says so. */
function guarded(route: HttpRoute, readCaller: ReadCaller): HttpRoute {
  if (!route.requiresIdentity) return route;
  return {
    ...route,
    async handle(request) {
      if (await readCaller(request.headers[IDENTITY_HEADER])) return route.handle(request);
      throw new HttpRefusal(401, 'UNAUTHENTICATED', 'A signed identity is required');
    },
  };
}
