import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { gauge, logger, requestContext, runInContext } from '@nakku/telemetry';
import type { RequestContext } from '@nakku/telemetry';
import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { BaseContext, ContextOf } from './context.ts';
import { subscriptionDocuments } from './documents.ts';
import { responseErrors, badRequest } from './errors.ts';
import type { ReadCaller } from './identity.ts';
import { closeSockets } from './closeSockets.ts';
import { subscribePerEvent } from './subscribe.ts';

const maxMessageBytes = 1_048_576;
/** The gateway shares few sockets among all its clients. */
const maxSubscriptionsPerSocket = 20_000;

/** What the gateway says beside the operation; identity per subscription, never per socket. */
const extensionsSchema = z.object({
  identity: z.string().optional(),
  clientIp: z.string().max(64).optional(),
  requestId: z.string().optional(),
  correlationId: z.string().optional(),
});

interface Subscription {
  readonly base: BaseContext;
  readonly request: RequestContext;
}

export interface SocketEndpoint {
  /** Closes every socket with 1012 (service restart), which makes clients come back; cuts what stays open. */
  stop(timeoutMs: number): Promise<void>;
}

/** graphql-transport-ws on `/graphql` of `server`: subscriptions, for the gateway only. */
export function socketEndpoint(o: {
  server: Server;
  service: string;
  schema: GraphQLSchema;
  readCaller: ReadCaller;
  contextOf: ContextOf;
}): SocketEndpoint {
  const log = logger({ part: 'subscriptions' });
  const documents = subscriptionDocuments(o.schema);
  const accepted = new WeakMap<ExecutionArgs, Subscription>();
  const active = gauge('subscriptions_active', 'Subscriptions that are open', ['service']);
  active.set({ service: o.service }, 0);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });

  async function accept(
    payload: SubscribePayload,
    peer: IncomingMessage,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    const extensions = extensionsSchema.safeParse(payload.extensions ?? {});
    const params = extensions.success ? extensions.data : {};
    const caller = await o.readCaller(params.identity);
    if (!caller) return [badRequest('UNAUTHENTICATED', 'A signed identity is required')];
    const checked = documents(payload.query, payload.operationName);
    if ('errors' in checked) return [...checked.errors];
    const request = requestContext({
      requestId: params.requestId,
      correlationId: params.correlationId,
      userId: caller.kind === 'user' ? caller.userId : undefined,
    });
    const clientIp = params.clientIp ?? peer.socket.remoteAddress ?? '';
    const args: ExecutionArgs = {
      schema: o.schema,
      document: checked.document,
      variableValues: payload.variables,
      operationName: payload.operationName,
    };
    const base = { caller, clientIp, requestId: request.requestId, isLive: true };
    accepted.set(args, { base, request });
    return args;
  }

  const protocol = useServer(
    {
      onSubscribe: (ctx, _id, payload) =>
        Object.keys(ctx.subscriptions).length > maxSubscriptionsPerSocket
          ? [badRequest('TOO_MANY_SUBSCRIPTIONS', `At most ${maxSubscriptionsPerSocket} per socket`)]
          : accept(payload, ctx.extra.request),
      async subscribe(args) {
        const subscription = accepted.get(args);
        if (!subscription) throw new Error('a subscription that was not accepted');
        const { base, request } = subscription;
        const result = await subscribePerEvent(
          args,
          () => ({ ...base, ...o.contextOf(base) }),
          (work) => runInContext(request, work),
          () => active.dec({ service: o.service }),
        );
        if (Symbol.asyncIterator in result) active.inc({ service: o.service });
        return result;
      },
      onNext: (_ctx, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: responseErrors(result.errors, log) } : undefined,
      onError: (_ctx, _id, _payload, errors) => responseErrors(errors, log),
    },
    sockets,
  );
  sockets.on('error', (err) => log.warn({ err }, 'socket server failed'));

  let stopping = false;
  o.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    const path = request.url?.split('?', 1)[0];
    if (stopping) refuseUpgrade(socket, '503 Service Unavailable');
    else if (path !== '/graphql') refuseUpgrade(socket, '404 Not Found');
    else if (!offered.includes(GRAPHQL_TRANSPORT_WS_PROTOCOL)) refuseUpgrade(socket, '400 Bad Request');
    else
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });

  return {
    async stop(timeoutMs) {
      stopping = true;
      await closeSockets(sockets, timeoutMs);
      await protocol.dispose();
    },
  };
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
