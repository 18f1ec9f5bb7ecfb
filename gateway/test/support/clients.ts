import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import type { CloseCode } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { World } from './world.ts';

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
  retryAttempts?: number;
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

/** Subscribes with the graphql-ws client. */
export function overWebSocket(world: World, query: string, o: SubscribeOptions = {}): Recording {
  const { sink, ...recording } = recorder();
  const client = createClient({
    url: `${world.gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: o.retryAttempts ?? 0,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 20)),
    connectionParams: async () => ({
      ...(o.token ? { authorization: `Bearer ${await o.token()}` } : {}),
      ...(o.cartToken === undefined ? {} : { cartToken: o.cartToken }),
    }),
    on: { closed: (event) => void recording.ends.push(closing(event)) },
  });
  const dispose = client.subscribe(
    { query, variables: o.variables },
    { ...sink, error: (error) => void (Array.isArray(error) && sink.error(error)) },
  );
  return {
    ...recording,
    stop() {
      dispose();
      return client.dispose();
    },
  };
}

function closing(event: unknown): { code: CloseCode; reason: string } {
  const { code, reason } = Object(event);
  return { code, reason };
}

/** Subscribes with the graphql-sse client. */
export function overSse(world: World, query: string, o: SubscribeOptions = {}): Recording {
  const { sink, ...recording } = recorder();
  const client = createSseClient({
    url: `${world.gateway.url}/graphql`,
    retryAttempts: o.retryAttempts ?? 0,
    headers: async (): Promise<Record<string, string>> =>
      o.token ? { authorization: `Bearer ${await o.token()}` } : {},
  });
  const dispose = client.subscribe({ query, variables: o.variables }, sink);
  return {
    ...recording,
    stop() {
      dispose();
      client.dispose();
    },
  };
}

/** Subscribes as Apollo Client's HTTP link does. */
export function overMultipart(world: World, query: string, o: SubscribeOptions = {}): Recording {
  const { sink, ...recording } = recorder();
  const stopped = new AbortController();
  const read = async () => {
    const response = await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json',
        ...(o.token ? { authorization: `Bearer ${await o.token()}` } : {}),
      },
      body: JSON.stringify({ query, variables: o.variables }),
      signal: stopped.signal,
    });
    if (!response.headers.get('content-type')?.startsWith('multipart/mixed')) {
      sink.error(Object(await response.json()).errors);
      return;
    }
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      const parts = text.split('\r\n--graphql');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const json = part.split('\r\n\r\n')[1];
        if (json === undefined || json === '{}') continue;
        const { payload, errors } = JSON.parse(json);
        if (errors) sink.error(errors);
        else sink.next(payload);
      }
      if (text.startsWith('--')) sink.complete();
    }
  };
  read().catch((error: unknown) => void (stopped.signal.aborted || sink.error(error)));
  return { ...recording, stop: () => stopped.abort() };
}
