import { CLIENT_IP_HEADER, DEADLINE_HEADER, IDENTITY_HEADER } from '@nakku/identity';
import type { Caller } from '@nakku/identity';
import { currentContext, logger, runInContext } from '@nakku/telemetry';
import type { GraphQLSchema } from 'graphql';
import { HttpRefusal } from '../http/route.ts';
import type { HttpResponse, HttpRequest, HttpRoute } from '../http/route.ts';
import type { ContextOf } from './context.ts';
import { apolloExecution } from './apolloExecution.ts';
import { directExecution } from './directExecution.ts';
import type { ReadCaller } from './identity.ts';

export interface GraphqlEndpoint {
  readonly route: HttpRoute;
  stop(): Promise<void>;
}

/** Sent by a gateway that reports to Studio: it wants the traces of the fields (ftv1). */
const TRACE_HEADER = 'apollo-federation-include-trace';

/**
 * `POST /graphql` of a subgraph, for the gateway only, behind the signed identity. Apollo Server's pipeline runs for
 * what needs it: requests that want a trace, and those that are refused.
 */
export function graphqlEndpoint(o: {
  schema: GraphQLSchema;
  readCaller: ReadCaller;
  contextOf: ContextOf;
}): GraphqlEndpoint {
  const log = logger({ part: 'graphql' });
  const direct = directExecution(o.schema, log);
  const apollo = apolloExecution(o.schema, log);

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
    const body = parseJson(request);
    const contextOfRequest = (): object => ({ ...base, ...o.contextOf(base) });
    return asUser(caller, async () => {
      const response =
        request.headers[TRACE_HEADER] === undefined ? await direct(body, contextOfRequest) : undefined;
      return response ?? apollo.execute(request.headers, body, contextOfRequest);
    });
  }

  return { route: { method: 'POST', path: '/graphql', handle }, stop: () => apollo.stop() };
}

/** From here on log lines name the user. */
function asUser<T>(caller: Caller, work: () => T): T {
  const context = currentContext();
  if (!context || caller.kind !== 'user') return work();
  return runInContext({ ...context, userId: caller.userId }, work);
}

/** Work for a response that nobody waits for any more is not begun. */
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
