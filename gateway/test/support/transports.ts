import { eventually } from '@nakku/testkit';
import { rawSocket } from './rawSocket.ts';

/** What a client sends in a body, a query string or a message. */
export interface OperationRequest {
  query?: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
}

export interface TransportResponse {
  /** Undefined over a WebSocket. */
  readonly status: number | undefined;
  readonly headers: Headers;
  /** The response, or the refusal as `{ errors }`. */
  readonly body: Record<string, unknown>;
  readonly codes: unknown[];
}

interface Gateway {
  readonly url: string;
}

type Send = (gateway: Gateway, requested: OperationRequest, token?: string) => Promise<TransportResponse>;

const receivedOf = (
  status: number | undefined,
  headers: Headers,
  body: Record<string, unknown>,
): TransportResponse => ({
  status,
  headers,
  body,
  codes: Object(body)['errors']?.map((e: { extensions?: { code?: string } }) => e.extensions?.code) ?? [],
});

const headersFor = (accept: string, token?: string): Record<string, string> => ({
  accept,
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
});

function posting(accept: string, read: (text: string) => string): Send {
  return async (gateway, requested, token) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersFor(accept, token) },
      body: JSON.stringify(requested),
    });
    const text = await response.text();
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    return receivedOf(response.status, response.headers, JSON.parse(isStream ? read(text) : text));
  };
}

const plain = 'application/graphql-response+json';

/** One operation and its one response or refusal, over each transport. The gateway needs `SOCKET_QUERIES`. */
export const transports: Record<'post' | 'get' | 'sse' | 'multipart' | 'websocket', Send> = {
  post: posting(plain, (text) => text),
  get: async (gateway, requested, token) => {
    const url = new URL(`${gateway.url}/graphql`);
    for (const [name, value] of Object.entries(requested)) {
      url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
    const response = await fetch(url, { headers: headersFor(plain, token) });
    return receivedOf(response.status, response.headers, Object(await response.json()));
  },
  sse: posting('text/event-stream', (text) => /^data: (.*)$/m.exec(text)?.[1] ?? ''),
  multipart: posting(`multipart/mixed;subscriptionSpec=1.0, ${plain}`, (text) => text),
  websocket: async (gateway, requested, token) => {
    const socket = await rawSocket(gateway);
    const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
    socket.sendMessage({ type: 'connection_init', payload });
    await eventually(() => expect(socket.received).toHaveLength(1));
    socket.sendMessage({ type: 'subscribe', id: '1', payload: requested });
    await eventually(() => expect(socket.received.length).toBeGreaterThan(1));
    socket.ws.terminate();
    const { type, payload: result } = Object(socket.received[1]);
    return receivedOf(undefined, new Headers(), type === 'error' ? { errors: result } : result);
  },
};

/** `[name, send]` of each transport, for `test.each`. */
export const eachTransport = Object.entries(transports);
