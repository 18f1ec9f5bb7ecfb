import type { IdentitySigner } from '@nakku/identity';
import { gauge } from '@nakku/telemetry';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { SubgraphAnswer } from '../execution/apolloTypes.ts';
import type { Visitor } from '../execution/visitor.ts';

export interface UpstreamOperation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What becomes of one subscription to a subgraph. After `refused`, `completed` or `lost` nothing follows. */
export interface UpstreamSink {
  next(answer: SubgraphAnswer): void;
  /** The subgraph refuses the operation: trying again would not help. */
  refused(errors: readonly { readonly message: string }[]): void;
  completed(): void;
  /** The connection is gone, or never came up. */
  lost(): void;
}

export interface Upstreams {
  /** Subscribes in the visitor's name. Returns what ends it; the sink hears nothing of that. */
  subscribe(subgraph: string, operation: UpstreamOperation, visitor: Visitor, sink: UpstreamSink): () => void;
  close(): void;
}

const pingEveryMs = 10_000;
const pongWithinMs = 5_000;

/** One graphql-ws socket to each subgraph that somebody subscribes at, shared by all. */
export function createUpstreams(o: {
  signer: IdentitySigner;
  urlOf: (subgraph: string) => string;
}): Upstreams {
  const connections = new Map<string, Connection>();
  const open = gauge('subscriptions_upstream', 'Subscriptions at subgraphs', ['subgraph']);

  return {
    subscribe(subgraph, operation, visitor, sink) {
      const connection = connections.get(subgraph) ?? connectTo(socketUrl(o.urlOf(subgraph)));
      connections.set(subgraph, connection);
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
      o.signer.sign(visitor.caller, subgraph).then(
        (identity) => {
          if (ended) return;
          const { clientIp, requestId, correlationId } = visitor;
          const extensions = { identity, clientIp, requestId, correlationId };
          stop = connection.subscribe(
            { ...operation, extensions },
            {
              next: (answer) => void (ended || sink.next(answer)),
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
      for (const connection of connections.values()) connection.close();
    },
  };
}

interface Connection {
  subscribe(
    payload: UpstreamOperation & { extensions: Record<string, unknown> },
    sink: UpstreamSink,
  ): () => void;
  close(): void;
}

function connectTo(url: string): Connection {
  const live = new Set<() => void>();
  let awaitedPong: NodeJS.Timeout | undefined;
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    // Long enough for those who re-subscribe, such as after a new supergraph.
    lazyCloseTimeout: 500,
    // It would repeat the first request, cursor and all: each subscriber resumes for itself.
    retryAttempts: 0,
    keepAlive: pingEveryMs,
    on: {
      ping(received) {
        if (!received) awaitedPong = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong(received) {
        if (received) clearTimeout(awaitedPong);
      },
      closed() {
        clearTimeout(awaitedPong);
        for (const lose of [...live]) lose();
      },
    },
  });

  return {
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
          if (finish()) sink.refused(error.filter(isGraphQLError));
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

function isGraphQLError(error: unknown): error is { readonly message: string } {
  return (
    typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
  );
}

function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
