import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import { CLIENT_IP_HEADER, DEADLINE_HEADER, IDENTITY_HEADER } from '@nakku/identity';
import type { Caller } from '@nakku/identity';
import { currentContext, logger, runInContext } from '@nakku/telemetry';
import type { GraphQLSchema } from 'graphql';
import { HttpRefusal } from '../http/route.ts';
import type { HttpResponse, HttpRequest, HttpRoute } from '../http/route.ts';
import type { ContextOf } from './context.ts';
import { answerable } from './errors.ts';
import type { ReadCaller } from './identity.ts';

export interface GraphqlEndpoint {
  readonly route: HttpRoute;
  stop(): Promise<void>;
}

/** `POST /graphql` of a subgraph, for the gateway only: Apollo Server behind the signed identity. */
export async function graphqlEndpoint(o: {
  schema: GraphQLSchema;
  readCaller: ReadCaller;
  contextOf: ContextOf;
}): Promise<GraphqlEndpoint> {
  const log = logger({ part: 'graphql' });
  const apollo = new ApolloServer<object>({
    schema: o.schema,
    introspection: true,
    // Browsers cannot reach a subgraph: without a signed identity nothing is executed.
    csrfPrevention: false,
    persistedQueries: false,
    cache: 'bounded',
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => answerable(formatted, error, log),
    // Field traces for the gateway, when it asks for them (ftv1); errors in them are masked as well.
    plugins: [ApolloServerPluginInlineTrace({ includeErrors: { masked: true } })],
    logger: log,
  });
  await apollo.start();

  async function handle(request: HttpRequest): Promise<HttpResponse> {
    const caller = await o.readCaller(request.headers[IDENTITY_HEADER]);
    if (!caller) throw new HttpRefusal(401, 'UNAUTHENTICATED', 'A signed identity is required');
    refuseLate(request.headers[DEADLINE_HEADER]);
    const clientIp = request.headers[CLIENT_IP_HEADER];
    const base = {
      caller,
      clientIp: typeof clientIp === 'string' ? clientIp : request.peerIp,
      requestId: request.requestId,
      isLive: false,
    };
    const httpGraphQLRequest = {
      method: 'POST',
      headers: headersOf(request),
      search: '',
      body: parseJson(request),
    };
    const response = await asUser(caller, () =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest,
        context: () => Promise.resolve({ ...base, ...o.contextOf(base) }),
      }),
    );
    if (response.body.kind === 'chunked') throw new Error('incremental delivery is not part of a subgraph');
    return {
      status: response.status ?? 200,
      headers: Object.fromEntries(response.headers),
      body: response.body.string,
    };
  }

  return { route: { method: 'POST', path: '/graphql', handle }, stop: () => apollo.stop() };
}

/** From here on log lines name the user. */
function asUser<T>(caller: Caller, work: () => T): T {
  const context = currentContext();
  if (!context || caller.kind !== 'user') return work();
  return runInContext({ ...context, userId: caller.userId }, work);
}

/** Work for an answer that nobody waits for any more is not begun. */
function refuseLate(deadline: unknown): void {
  if (typeof deadline === 'string' && Number(deadline) < Date.now()) {
    throw new HttpRefusal(504, 'DEADLINE_EXCEEDED', 'The deadline of the request has passed');
  }
}

function parseJson(request: HttpRequest): unknown {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new HttpRefusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'The request body must be application/json');
  }
  try {
    const body: unknown = JSON.parse(request.body.toString('utf8'));
    return body;
  } catch {
    throw new HttpRefusal(400, 'BAD_REQUEST', 'The request body must be JSON');
  }
}

function headersOf(request: HttpRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
