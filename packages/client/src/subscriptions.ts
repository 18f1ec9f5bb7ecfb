import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { FormattedExecutionResult } from 'graphql';
import { print } from 'graphql';
import type { Client, ClientOptions } from 'graphql-ws';
import { createClient } from 'graphql-ws';
import type { TokenSource } from './renewal.ts';
import type { Variables } from './request.ts';
import { GraphqlFailed } from './request.ts';
import { resumed } from './resumed.ts';

export interface SocketOptions {
  /** Of GraphQL, `http(s)` or `ws(s)`. */
  readonly url: string;
  readonly session: TokenSource;
  /** Where the platform has no WebSocket (Node 20): the class of the package `ws`. */
  readonly webSocketImpl?: ClientOptions['webSocketImpl'];
}

const KEEP_ALIVE_MS = 10_000;
const PONG_TIMEOUT_MS = 5_000;
const TOKEN_CHECK_MS = 20_000;
const FORBIDDEN = 4403;

interface SendingSocket {
  readonly readyState: number;
  readonly OPEN: number;
  send(text: string): void;
}

const canSend = (socket: unknown): socket is SendingSocket =>
  typeof socket === 'object' && socket !== null && 'send' in socket && 'readyState' in socket;

/**
 * One WebSocket (graphql-transport-ws) for all subscriptions of a session, open while there are any. The gateway is
 * told of renewed tokens in band, so that a subscription outlives its first token; a silent peer is noticed. It does
 * not reconnect by itself: `follow` does, because it knows where to go on.
 */
export function createSocket(o: SocketOptions): Client {
  let sentToken: string | undefined;
  let renewing: ReturnType<typeof setInterval> | undefined;
  let silent: ReturnType<typeof setTimeout> | undefined;

  async function renew(socket: unknown): Promise<void> {
    // While the tokens cannot be renewed the old one stays good until its end; the next check tries again.
    const token = await o.session.token().catch(() => sentToken);
    if (token === undefined || token === sentToken) return;
    if (!canSend(socket) || socket.readyState !== socket.OPEN) return;
    sentToken = token;
    socket.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${token}` } }));
  }

  const client = createClient({
    url: o.url.replace(/^http/, 'ws'),
    ...(o.webSocketImpl === undefined ? {} : { webSocketImpl: o.webSocketImpl }),
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: 0,
    connectionParams: async () => {
      sentToken = await o.session.token();
      return sentToken === undefined ? {} : { authorization: `Bearer ${sentToken}` };
    },
    on: {
      connected: (socket) => {
        clearInterval(renewing);
        renewing = setInterval(() => void renew(socket), TOKEN_CHECK_MS);
      },
      ping: (received) => {
        if (received) return;
        clearTimeout(silent);
        silent = setTimeout(() => client.terminate(), PONG_TIMEOUT_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(silent);
      },
      closed: (event) => {
        clearInterval(renewing);
        clearTimeout(silent);
        const isForbidden =
          typeof event === 'object' && event !== null && 'code' in event && event.code === FORBIDDEN;
        if (isForbidden && sentToken !== undefined) o.session.replace(sentToken).catch(() => undefined);
      },
    },
  });
  return client;
}

export interface FollowOptions<Data> {
  /** Ends the stream. */
  readonly signal?: AbortSignal;
  /** Of a `@resumable` subscription: the cursor of a message; the next one given is behind it. */
  readonly cursorOf?: (data: Data) => string | undefined;
  /** Each time that the stream broke and is taken up again. */
  readonly onBreak?: (because: unknown) => void;
}

/**
 * Follows a subscription for ever, over drops, restarts and renewed tokens. A resumable one goes on behind the last
 * message, so that nothing is missed and nothing comes twice; any other begins again with its snapshot.
 * @throws GraphqlFailed when repetition does not help: no right (any more), a wrong variable, a cursor not accepted
 */
export function follow<Data, Given extends Variables>(
  socket: Client,
  document: TypedDocumentNode<Data, Given>,
  variables: Given,
  o: FollowOptions<Data> = {},
): AsyncGenerator<Data, void, undefined> {
  const query = print(document);
  return resumed({
    ...o,
    subscribe: (after, signal) =>
      messages<Data>(
        socket,
        { query, variables: after === undefined ? variables : { ...variables, after } },
        signal,
      ),
  });
}

/** One subscription on one socket, until it ends. @throws GraphqlFailed */
export async function* messages<Data>(
  socket: Client,
  payload: { query: string; variables: Variables; operationName?: string },
  signal: AbortSignal,
): AsyncGenerator<Data, void, undefined> {
  const stream = socket.iterate<Data>({ ...payload, variables: { ...payload.variables } });
  const end = (): void => void stream.return?.();
  signal.addEventListener('abort', end, { once: true });
  try {
    for await (const result of stream) yield dataOf(result);
  } catch (error) {
    // The library rejects with the errors of an `error` message as they came.
    throw Array.isArray(error) ? new GraphqlFailed(error) : error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function dataOf<Data>({ data, errors }: FormattedExecutionResult<Data, unknown>): Data {
  if (data === undefined || data === null) throw new GraphqlFailed(errors ?? []);
  return data;
}
