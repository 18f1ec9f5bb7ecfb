import type { IdentitySigner } from '@nakku/identity';
import { counter, gauge } from '@nakku/telemetry';
import type { Logger } from '@nakku/telemetry';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { SubgraphResponse } from '../subgraphs/subgraphRequest.ts';
import type { RequestContext } from '../request/requestContext.ts';
import { UpstreamPool } from './upstreamPool.ts';
import type { PooledConnection } from './upstreamPool.ts';

export interface UpstreamError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface UpstreamOperation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What becomes of one subscription to a subgraph. After `refused`, `completed` or `lost` nothing follows. */
export interface UpstreamSink {
  next(event: SubgraphResponse): void;
  /** The subgraph ended it with errors. */
  refused(errors: readonly UpstreamError[]): void;
  completed(): void;
  /** The connection is gone, or never came up. */
  lost(): void;
}

export interface Upstreams {
  /** Subscribes in the context's name. Returns what ends it; the sink hears nothing of that. */
  subscribe(
    subgraph: string,
    operation: UpstreamOperation,
    context: RequestContext,
    sink: UpstreamSink,
  ): () => void;
  close(): void;
}

const pingEveryMs = 10_000;
const pongTimeoutMs = 5_000;

/** A few graphql-ws sockets to each subgraph that somebody subscribes at, shared by all. */
export function createUpstreams(o: {
  signer: IdentitySigner;
  /** Those that the supergraph has now. */
  subgraphs: () => readonly string[];
  urlOf: (subgraph: string) => string;
  /** Maximum number of sockets to one subgraph. */
  maxSockets: number;
  /** Bytes of one message of a subgraph; above it the socket is cut. */
  maxMessageBytes: number;
  log: Logger;
}): Upstreams {
  const pools = new Map<string, UpstreamPool<Connection>>();
  gauge('upstream_sockets', 'Open WebSockets to subgraphs', ['subgraph'], (metric) => {
    for (const subgraph of new Set([...o.subgraphs(), ...pools.keys()])) {
      metric.set({ subgraph }, pools.get(subgraph)?.open ?? 0);
      // Series exist before their first subscription.
      open.inc({ subgraph }, 0);
      losses.inc({ subgraph }, 0);
    }
  });
  const open = gauge('subscriptions_upstream', 'Subscriptions at subgraphs', ['subgraph']);
  const losses = counter('subscriptions_upstream_lost_total', 'Subscriptions at subgraphs that broke off', [
    'subgraph',
  ]);

  function connect(subgraph: string, url: string): Connection {
    return connectTo(url, o.maxMessageBytes, (subscriptions, event) => {
      losses.inc({ subgraph }, subscriptions);
      o.log.warn(
        { subgraph, subscriptions, ...closing(event) },
        'the socket to a subgraph is gone: its subscriptions go on as soon as it is back',
      );
    });
  }

  function poolOf(subgraph: string): UpstreamPool<Connection> {
    const known = pools.get(subgraph);
    if (known) return known;
    const url = socketUrl(o.urlOf(subgraph));
    const pool = new UpstreamPool(() => connect(subgraph, url), o.maxSockets);
    pools.set(subgraph, pool);
    return pool;
  }

  return {
    subscribe(subgraph, operation, context, sink) {
      const pool = poolOf(subgraph);
      open.inc({ subgraph });
      let stop: (() => void) | undefined;
      let ended = false;
      const end = () => {
        if (ended) return false;
        ended = true;
        open.dec({ subgraph });
        return true;
      };
      // Minted now, because a signature lives shorter than a subscription.
      o.signer.sign(context.caller, subgraph).then(
        (identity) => {
          if (ended) return;
          const { clientIp, requestId, correlationId } = context;
          const extensions = { identity, clientIp, requestId, correlationId };
          stop = pool.next().subscribe(
            { ...operation, extensions },
            {
              next: (event) => void (ended || sink.next(event)),
              refused: (errors) => void (end() && sink.refused(errors)),
              completed: () => void (end() && sink.completed()),
              lost: () => void (end() && sink.lost()),
            },
          );
        },
        () => void (end() && sink.lost()),
      );
      return () => {
        if (end()) stop?.();
      };
    },
    close() {
      for (const pool of pools.values()) for (const connection of pool.all) connection.close();
    },
  };
}

interface Connection extends PooledConnection {
  subscribe(
    payload: UpstreamOperation & { extensions: Record<string, unknown> },
    sink: UpstreamSink,
  ): () => void;
  close(): void;
}

/** @param onLoss told how many subscriptions a socket took with it */
function connectTo(
  url: string,
  maxPayload: number,
  onLoss: (subscriptions: number, event: unknown) => void,
): Connection {
  const live = new Set<() => void>();
  let isOpen = false;
  let awaitedPong: NodeJS.Timeout | undefined;
  const client = createClient({
    url,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, { maxPayload });
      }
    },
    // Long enough for those who re-subscribe, such as after a new supergraph.
    lazyCloseTimeout: 500,
    // It would repeat the first request, cursor and all: each subscriber resumes for itself.
    retryAttempts: 0,
    keepAlive: pingEveryMs,
    on: {
      ping(received) {
        if (!received) awaitedPong = setTimeout(() => client.terminate(), pongTimeoutMs);
      },
      pong(received) {
        if (received) clearTimeout(awaitedPong);
      },
      connected() {
        isOpen = true;
      },
      closed(event) {
        isOpen = false;
        clearTimeout(awaitedPong);
        if (live.size > 0) onLoss(live.size, event);
        for (const lose of [...live]) lose();
      },
    },
  });

  return {
    get load() {
      return live.size;
    },
    get isOpen() {
      return isOpen;
    },
    subscribe(payload, sink) {
      let over = false;
      const finish = () => {
        if (over) return false;
        over = true;
        live.delete(lose);
        return true;
      };
      const lose = () => {
        if (!finish()) return;
        upstream.dispose?.();
        sink.lost();
      };
      const upstream: { dispose?: () => void } = {};
      live.add(lose);
      upstream.dispose = client.subscribe<Record<string, unknown>>(payload, {
        next: ({ data, errors }) =>
          void (over || sink.next({ data: data ?? null, ...(errors ? { errors } : {}) })),
        error(error) {
          if (!Array.isArray(error)) return lose();
          if (finish()) sink.refused(error.flatMap((one) => errorSchema.safeParse(one).data ?? []));
        },
        complete: () => void (finish() && sink.completed()),
      });
      return () => {
        if (finish()) upstream.dispose?.();
      };
    },
    close() {
      clearTimeout(awaitedPong);
      live.clear();
      // It waits for a connection that is being made, and rejects if that fails: then there is nothing to close.
      Promise.resolve(client.dispose()).catch(() => undefined);
    },
  };
}

const errorSchema = z.looseObject({
  message: z.string(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
const closeSchema = z.object({ code: z.number(), reason: z.string() });

function closing(event: unknown): { code?: number; reason?: string } {
  return closeSchema.safeParse(event).data ?? {};
}

function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
