import type { Caller } from '@nakku/identity';
import { logger } from '@nakku/telemetry';
import { parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import { z } from 'zod';
import { admissionRules } from '../../gateway/src/features/useAdmission.ts';
import { createAdmission } from '../../gateway/src/admission/admit.ts';
import { createCompiledExecutor } from '../../gateway/src/execution/compiledExecutor.ts';
import type { Fetchers } from '../../gateway/src/execution/compiled/planRun.ts';
import { createSharedEntities } from '../../gateway/src/subgraphs/sharedEntities.ts';
import { createExecute } from '../../gateway/src/execution/execute.ts';
import { loadGatewayConfig } from '../../gateway/src/config/load.ts';
import type { GatewayConfig } from '../../gateway/src/config/gatewayConfig.ts';
import { noPolicies } from '../../gateway/src/policy/security/policies.ts';
import { composeSupergraph } from '../../gateway/src/supergraph/compose.ts';
import { apolloGateway, createSupergraphStore } from '../../gateway/src/supergraph/store.ts';
import { resultText } from '../../gateway/src/request/results.ts';
import { unnamedClient } from '../../gateway/src/request/clientIdentity.ts';
import { graphqlEndpoint } from '../../packages/service/src/graphql/httpEndpoint.ts';
import type { GraphqlEndpoint } from '../../packages/service/src/graphql/httpEndpoint.ts';
import { subgraphSchema } from '../../packages/service/src/graphql/schema.ts';
import { generateSigningKey } from '@nakku/identity';

/** A subgraph: its schema without the link to the federation specification, and its resolvers. */
export interface Part {
  readonly sdl: string;
  readonly resolvers?: object;
}

export interface Fetch {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: unknown;
}

export interface Graph {
  readonly supergraph: string;
  /** What the gateway fetched since the start. */
  readonly fetches: Fetch[];
  /** The response of the gateway, from admission to the last error. */
  query(query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** The response of one subgraph, as the gateway would get it. */
  requestSubgraph(
    name: string,
    query: string,
    headers?: Record<string, string>,
  ): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

const link = parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: [
  "@key", "@requires", "@provides", "@external", "@override", "@interfaceObject", "@shareable", "@inaccessible",
  "@tag", "@composeDirective"
])`);

const responseSchema = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
const anonymous: Caller = { kind: 'anonymous' };
const context = {
  caller: anonymous,
  token: undefined,
  clientIp: '127.0.0.1',
  client: unnamedClient,
  requestId: 'r',
  correlationId: 'c',
};

/** What subgraphs compose to: the supergraph, or the codes of the problems. */
export function compose(
  parts: Record<string, Part>,
): { sdl: string } | { codes: string[]; messages: string[] } {
  const composition = composeSupergraph(sourcesOf(parts));
  if (composition.ok) return { sdl: composition.sdl };
  const { problems } = composition;
  return { codes: problems.map(({ code }) => code), messages: problems.map(({ message }) => message) };
}

function sourcesOf(parts: Record<string, Part>) {
  return Object.entries(parts).map(([name, { sdl }]) => ({
    name,
    url: `http://${name}/graphql`,
    typeDefs: typeDefsOf(sdl),
  }));
}

const typeDefsOf = (sdl: string): DocumentNode => ({
  ...link,
  definitions: [...link.definitions, ...parse(sdl).definitions],
});

/** A gateway's configuration that says nothing but what must be said. */
export async function defaultConfig(): Promise<GatewayConfig> {
  const { privateJwk } = await generateSigningKey();
  return loadGatewayConfig({
    NODE_ENV: 'test',
    REDIS_URL: 'redis://127.0.0.1',
    USERS_JWKS_URL: 'http://127.0.0.1',
    IDENTITY_PRIVATE_JWK: JSON.stringify(privateJwk),
  });
}

/** The gateway's own store, admission and executor over subgraphs of our kit, without a network between them. */
export async function startGraph(parts: Record<string, Part>): Promise<Graph> {
  const composition = compose(parts);
  if (!('sdl' in composition)) throw new Error(composition.messages.join('\n'));
  const log = logger({ part: 'federation' });
  const endpoints = new Map<string, GraphqlEndpoint>();
  for (const [name, { sdl, resolvers = {} }] of Object.entries(parts)) {
    const schema = subgraphSchema(typeDefsOf(sdl), resolvers, log);
    const endpoint = graphqlEndpoint({
      schema,
      readCaller: () => Promise.resolve(anonymous),
      contextOf: () => ({}),
    });
    endpoints.set(name, endpoint);
  }
  const fetches: Fetch[] = [];

  async function requestSubgraph(name: string, body: object, headers: Record<string, string> = {}) {
    const endpoint = endpoints.get(name);
    if (!endpoint) throw new Error(`no subgraph is called ${name}`);
    const response = await endpoint.route.handle({
      method: 'POST',
      path: '/graphql',
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json', ...headers },
      body: Buffer.from(JSON.stringify(body)),
      peerIp: '127.0.0.1',
      requestId: 'r',
    });
    return responseSchema.parse(JSON.parse(String(response.body)));
  }

  const fetch = (subgraph: string, query: string, variables: Record<string, unknown> | undefined) => {
    fetches.push({ subgraph, query, variables });
    return requestSubgraph(subgraph, { query, variables });
  };
  const fetcher = (subgraph: string): Fetchers[string] => ({
    fetch: ({ query, variables, representations = [] }) => {
      const entities = representations.map((json): unknown => JSON.parse(json));
      const own = representations.length > 0 ? { representations: entities } : {};
      return fetch(subgraph, query, { ...variables, ...own });
    },
    shared: createSharedEntities(subgraph, { characters: 0, maxMs: 1 }),
  });
  const gateway = apolloGateway({
    dataSource: (name) => ({
      process: ({ request: { query = '', variables } }) => fetch(name, query, variables),
    }),
    log,
  });
  const config = await defaultConfig();
  const store = await createSupergraphStore({ sdl: composition.sdl, load: gateway.load, maxPlans: 100 });
  const fetchers = Object.fromEntries([...endpoints.keys()].map((name) => [name, fetcher(name)]));
  const executor = createCompiledExecutor(() => fetchers);
  const admit = createAdmission(store.current, admissionRules(config, noPolicies));
  const execute = createExecute({
    executor,
    deadlineMs: 10_000,
    production: true,
    maxErrors: 9,
    log,
    countErrors: () => undefined,
  });

  return {
    supergraph: composition.sdl,
    fetches,
    async query(query, variables = {}) {
      const admitted = await admit({ query, variables }, anonymous, 'post');
      if (admitted.kind === 'refused') return { errors: admitted.errors };
      const result = await execute(admitted, context, new AbortController().signal);
      return responseSchema.parse(JSON.parse(resultText(result)));
    },
    requestSubgraph: (name, query, headers) => requestSubgraph(name, { query }, headers),
    async stop() {
      await gateway.stop();
      await Promise.all([...endpoints.values()].map((endpoint) => endpoint.stop()));
    },
  };
}
