import type { ServerResponse } from 'node:http';
import type { Admitted } from '../../request/admitted.ts';
import { resultText } from '../../request/results.ts';
import type { OperationResult, Refusal } from '../../request/results.ts';
import type { RequestContext } from '../../request/requestContext.ts';
import { securityHeaders } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { unauthenticated } from '../../policy/security/authenticate.ts';
import type { LiveSessions } from '../../policy/security/liveSessions.ts';
import { corsHeaders } from '../../policy/security/origins.ts';
import type { OriginPolicy } from '../../policy/security/origins.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { Hub, Subscription } from '../../subscriptions/hub.ts';
import { countSlowConsumer, slowConsumer } from './slowConsumer.ts';
import type { Framing, StreamKind } from './streamFraming.ts';

/** Subscriptions over one HTTP response that does not end: server-sent events, or Apollo's multipart protocol. */
export interface StreamEndpoint {
  /** @param headers of the response, beside its own */
  subscribe(
    exchange: Exchange,
    kind: StreamKind,
    admitted: Admitted,
    context: RequestContext,
    headers: ResponseHeaders,
  ): void;
  /** One result as a stream of server-sent events. */
  single(exchange: Exchange, result: OperationResult, headers: ResponseHeaders): void;
  /** A refusal as a stream of server-sent events, which is how EventSource can read it. */
  refuse(exchange: Exchange, refused: Refusal): void;
  /** Ends every stream, spread over a time, so that not all clients come back at once. */
  stop(spreadMs: number): Promise<void>;
}

type ResponseHeaders = Readonly<Record<string, string>>;

export interface StreamOptions {
  /** How messages look, by kind of stream. */
  readonly framings: Readonly<Record<StreamKind, Framing>>;
  readonly hub: Hub;
  readonly sessions: LiveSessions;
  readonly isAllowedOrigin: OriginPolicy;
  readonly heartbeatMs: number;
  readonly maxBufferBytes: number;
}

export function createStreams(o: StreamOptions): StreamEndpoint {
  const open = new Set<() => void>();
  const heartbeat = createHeartbeat(o.heartbeatMs);

  function begin({ request, response }: Exchange, kind: StreamKind, headers: ResponseHeaders): void {
    const { contentType, opening } = o.framings[kind];
    response.writeHead(200, {
      ...securityHeaders,
      ...corsHeaders(request, o.isAllowedOrigin),
      'content-type': contentType,
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      ...headers,
    });
    response.write(opening);
  }

  function finish(response: ServerResponse, kind: StreamKind): void {
    if (!response.writableEnded) response.end(o.framings[kind].closing);
  }

  return {
    single(exchange, result, headers) {
      begin(exchange, 'sse', headers);
      exchange.response.write(o.framings.sse.next(resultText(result)));
      finish(exchange.response, 'sse');
    },
    refuse(exchange, refused) {
      begin(exchange, 'sse', refused.headers ?? {});
      exchange.response.write(o.framings.sse.error(refused.errors));
      finish(exchange.response, 'sse');
    },
    subscribe(exchange, kind, admitted, context, headers) {
      const { response } = exchange;
      // The client may have gone while it was authenticated.
      if (response.destroyed) return;
      const framing = o.framings[kind];
      begin(exchange, kind, headers);
      let over = false;
      const joined: { subscription?: Subscription } = {};
      const leave = () => {
        if (over) return false;
        over = true;
        open.delete(cut);
        endBeats();
        session.close();
        joined.subscription?.leave();
        return true;
      };
      const end = (last?: string) => {
        if (!leave()) return;
        if (last !== undefined) response.write(last);
        finish(response, kind);
      };
      // Without a closing event the client knows that it was cut off, and comes back.
      const cut = () => {
        leave();
        response.destroy();
      };
      open.add(cut);
      const endBeats = heartbeat.add({ beat: () => void response.write(framing.heartbeat) });
      const session = o.sessions.open(context, (reason) =>
        end(framing.error(unauthenticated(reason).errors)),
      );
      response.once('close', leave);
      joined.subscription = o.hub.join(admitted, context, {
        next(payload) {
          if (over) return;
          if (response.writableLength > o.maxBufferBytes) {
            countSlowConsumer(kind);
            end(framing.error([slowConsumer]));
            // It may never read that: what waits in its buffer must not stay.
            setTimeout(() => response.destroy(), o.heartbeatMs).unref();
            return;
          }
          response.write(framing.next(payload));
        },
        error: (errors) => end(framing.error(errors)),
        complete: () => end(),
      });
      // A subscription that ended while it began had nothing to leave yet.
      if (over) joined.subscription.leave();
    },
    async stop(spreadMs) {
      heartbeat.stop();
      await Promise.all(
        [...open].map(async (cutOne) => {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * spreadMs));
          cutOne();
        }),
      );
    },
  };
}
