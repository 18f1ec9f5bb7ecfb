import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors, CombinedProtocolErrors } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { follow } from '../../../docs/clients/follow.ts';
import { resumeLink } from '../../../docs/clients/resumeLink.ts';

export interface Recording {
  /** Payloads in the order in which they came. */
  readonly messages: { data?: Record<string, unknown> | null; errors?: unknown }[];
  /** Close events of the socket, errors of the subscription. */
  readonly ends: unknown[];
  readonly completed: () => boolean;
  stop(): void | Promise<void>;
}

export interface SubscribeOptions {
  variables?: Record<string, unknown>;
  /** Asked for on each connection. */
  token?: () => Promise<string> | string;
  cartToken?: string;
  /** Which app it is: Apollo's headers, as keys of connection_init. */
  client?: Record<string, string>;
  /** Come back for ever after the last cursor, as docs/clients shows; otherwise the first break is the end. */
  resumes?: boolean;
  /** Longest wait before a client over a socket comes back, ms. */
  maxRetryMs?: number;
  onClosed?: (code: number) => void;
}

// Apollo Client looks for it, as browsers have it.
Object.assign(globalThis, { WebSocket });

interface Gateway {
  readonly url: string;
}

function recorder() {
  const messages: Recording['messages'] = [];
  const ends: unknown[] = [];
  let done = false;
  return {
    messages,
    ends,
    completed: () => done,
    sink: {
      next: (message: object) => void messages.push(message),
      error: (error: unknown) => void ends.push(error),
      complete: () => void (done = true),
    },
  };
}

/** Not all at once, and often enough for a test. */
const soon = (timeoutMs = 200) =>
  new Promise<void>((resolve) => setTimeout(resolve, (timeoutMs * (1 + 3 * Math.random())) / 4));

function socketClient(gateway: Gateway, o: SubscribeOptions, ends: unknown[]): Client {
  return createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: o.resumes ? Infinity : 0,
    shouldRetry: () => o.resumes === true,
    retryWait: () => soon(o.maxRetryMs),
    connectionParams: async () => ({
      ...(o.token ? { authorization: `Bearer ${await o.token()}` } : {}),
      ...(o.cartToken === undefined ? {} : { cartToken: o.cartToken }),
      ...o.client,
    }),
    on: {
      closed(event) {
        const end = closing(event);
        ends.push(end);
        o.onClosed?.(end.code);
      },
    },
  });
}

function closing(event: unknown): { code: number; reason: string } {
  const { code, reason } = Object(event);
  return { code, reason };
}

async function httpHeaders(o: SubscribeOptions): Promise<Record<string, string>> {
  return {
    ...(o.token ? { authorization: `Bearer ${await o.token()}` } : {}),
    ...(o.cartToken === undefined ? {} : { 'x-cart-token': o.cartToken }),
  };
}

/** Subscribes with the graphql-ws client. */
export function overWebSocket(gateway: Gateway, query: string, o: SubscribeOptions = {}): Recording {
  const { sink, ...recording } = recorder();
  const client = socketClient(gateway, o, recording.ends);
  const errorSink = { ...sink, error: (error: unknown) => void (Array.isArray(error) && sink.error(error)) };
  const request = { query, variables: { ...o.variables } };
  const dispose = o.resumes ? follow(client, request, errorSink) : client.subscribe(request, errorSink);
  return {
    ...recording,
    stop() {
      dispose();
      return client.dispose();
    },
  };
}

/** Subscribes with the graphql-sse client (distinct connections mode). */
export function overSse(gateway: Gateway, query: string, o: SubscribeOptions = {}): Recording {
  const { sink, ...recording } = recorder();
  const client = createSseClient({
    url: `${gateway.url}/graphql`,
    retryAttempts: o.resumes ? Infinity : 0,
    retry: () => soon(),
    headers: () => httpHeaders(o),
  });
  const request = { query, variables: { ...o.variables } };
  const dispose = o.resumes ? follow(client, request, sink) : client.subscribe(request, sink);
  return {
    ...recording,
    stop() {
      dispose();
      client.dispose();
    },
  };
}

/** Subscribes with Apollo Client over a graphql-ws socket. */
export function overApolloSocket(gateway: Gateway, query: string, o: SubscribeOptions = {}): Recording {
  const { sink, ...recording } = recorder();
  const client = socketClient(gateway, o, recording.ends);
  const stop = withApollo(new GraphQLWsLink(client), query, o, sink);
  return {
    ...recording,
    stop() {
      stop();
      return client.dispose();
    },
  };
}

/** Subscribes with Apollo Client over HTTP, which speaks Apollo's multipart protocol. */
export function overApolloMultipart(gateway: Gateway, query: string, o: SubscribeOptions = {}): Recording {
  const { sink, ...recording } = recorder();
  const credentials = new SetContextLink(async () => ({ headers: await httpHeaders(o) }));
  const link = credentials.concat(new HttpLink({ uri: `${gateway.url}/graphql` }));
  return { ...recording, stop: withApollo(link, query, o, sink) };
}

/** Without the `__typename` that Apollo Client asks for everywhere. */
function withAliases(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data), (key, value) => (key === '__typename' ? undefined : value));
}

function withApollo(
  link: ApolloLink,
  query: string,
  o: SubscribeOptions,
  sink: ReturnType<typeof recorder>['sink'],
): () => void {
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: o.resumes ? resumeLink.concat(link) : link,
  });
  const subscription = client
    .subscribe<Record<string, unknown>>({
      query: gql(query),
      variables: o.variables ?? {},
      fetchPolicy: 'no-cache',
      errorPolicy: 'all',
    })
    .subscribe({
      next({ data, error }) {
        if (!error) sink.next({ data: withAliases(data) });
        else if (CombinedGraphQLErrors.is(error) && data)
          sink.next({ data: withAliases(data), errors: error.errors });
        else if (CombinedGraphQLErrors.is(error) || CombinedProtocolErrors.is(error))
          sink.error(error.errors);
        else sink.error(String(error));
      },
      error: (error: unknown) => sink.error(String(error)),
      complete: () => sink.complete(),
    });
  return () => {
    subscription.unsubscribe();
    client.stop();
  };
}
