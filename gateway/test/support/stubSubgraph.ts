import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createIdentityVerifier, IDENTITY_HEADER } from '@nakku/identity';
import type { Caller, Jwks } from '@nakku/identity';
import { execute, GraphQLError, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

type Resolvers =
  NonNullable<Exclude<Parameters<typeof buildSubgraphSchema>[0], unknown[]>> extends never
    ? never
    : Record<string, unknown>;

export interface StubContext {
  readonly caller: Caller;
}

export interface StubSubgraph {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Requests over HTTP since the start, without health checks. */
  readonly requests: { readonly query: string; readonly headers: IncomingMessage['headers'] }[];
  /** What its responses say of their being shared; nothing by default. */
  cacheControl: string | undefined;
  /** Subscriptions that are open. */
  subscriptions(): number;
  /** WebSockets that are open. */
  sockets(): number;
  /** Subscriptions that were ever begun, with their variables. */
  readonly subscribed: Record<string, unknown>[];
  stop(): Promise<void>;
}

/** A subgraph as the gateway sees one: GraphQL over HTTP and graphql-transport-ws, refusing what has no identity. */
export async function startStub(o: {
  name: string;
  sdl: string;
  resolvers: Resolvers;
  publicJwks: Jwks;
  port?: number;
}): Promise<StubSubgraph> {
  const schema = buildSubgraphSchema({ typeDefs: parse(o.sdl), resolvers: Object(o.resolvers) });
  /** Responds with a trace where one is requested, as a real subgraph does. */
  const traced = new ApolloServer<StubContext>({
    schema,
    plugins: [ApolloServerPluginInlineTrace({ includeErrors: { masked: true } })],
  });
  const verifier = createIdentityVerifier({ publicJwks: o.publicJwks, audience: o.name });
  const requests: StubSubgraph['requests'] = [];
  const subscribed: Record<string, unknown>[] = [];
  let open = 0;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const identity = request.headers[IDENTITY_HEADER];
    const send = (status: number, value: unknown) => {
      const sharing = stub.cacheControl === undefined ? {} : { 'cache-control': stub.cacheControl };
      response
        .writeHead(status, { 'content-type': 'application/json', ...sharing })
        .end(JSON.stringify(value));
    };
    try {
      const caller = await verifier.verify(String(identity));
      if (!/__typename }$|_service/.test(body.query))
        requests.push({ query: body.query, headers: request.headers });
      const trace = request.headers['apollo-federation-include-trace'];
      if (typeof trace === 'string') {
        const headers = new HeaderMap([['apollo-federation-include-trace', trace]]);
        const http = { method: 'POST', headers, search: '', body };
        const result = await traced.executeOperation({ ...body, http }, { contextValue: { caller } });
        return send(200, result.body.kind === 'single' ? result.body.singleResult : {});
      }
      send(
        200,
        await execute({
          schema,
          document: parse(body.query),
          variableValues: body.variables,
          operationName: body.operationName,
          contextValue: { caller },
        }),
      );
    } catch (error) {
      send(401, { errors: [{ message: String(error) }] });
    }
  }

  const server = createServer((request, response) => void respond(request, response));
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  useServer(
    {
      schema,
      async onSubscribe(_ctx, _id, payload) {
        const caller = await verifier.verify(String(payload.extensions?.identity)).catch(() => undefined);
        if (!caller) return [new GraphQLError('no identity')];
        subscribed.push({ ...payload.variables });
        open += 1;
        return {
          schema,
          document: parse(payload.query),
          variableValues: payload.variables,
          operationName: payload.operationName,
          contextValue: { caller },
        };
      },
      onComplete: () => void (open -= 1),
    },
    sockets,
  );
  await new Promise<void>((resolve) => server.listen(o.port ?? 0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const stub: StubSubgraph = {
    name: o.name,
    cacheControl: undefined,
    url: `http://127.0.0.1:${address.port}/graphql`,
    port: address.port,
    requests,
    subscribed,
    subscriptions: () => open,
    sockets: () => sockets.clients.size,
    async stop() {
      // As a killed process would: no closing handshake.
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}
