import { eventually } from '@nakku/testkit';
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';

/** A graphql-transport-ws socket that says what the test says. */
export interface RawSocket {
  readonly ws: WebSocket;
  readonly received: unknown[];
  sendMessage(message: object): void;
  closed(): { readonly code: number; readonly reason: string } | undefined;
}

/** @param o.token with it the socket is acknowledged */
export async function rawSocket(
  gateway: { readonly url: string },
  { token, ...o }: ClientOptions & { token?: string } = {},
): Promise<RawSocket> {
  const ws = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', o);
  const received: unknown[] = [];
  let closed: { code: number; reason: string } | undefined;
  ws.on('message', (data) => void received.push(JSON.parse(String(data))));
  ws.on('close', (code, reason) => void (closed = { code, reason: String(reason) }));
  await new Promise((resolve, reject) => {
    ws.once('open', resolve);
    ws.once('error', reject);
  });
  ws.on('error', () => undefined);
  const sendMessage = (message: object) => ws.send(JSON.stringify(message));
  if (token !== undefined) {
    sendMessage({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await eventually(() => expect(received).toEqual([{ type: 'connection_ack' }]));
  }
  return { ws, received, sendMessage, closed: () => closed };
}

/** With which status an upgrade is refused. */
export async function refusedWith(
  gateway: { readonly url: string },
  o: ClientOptions & { protocol?: string; path?: string } = {},
): Promise<number | undefined> {
  const { protocol = 'graphql-transport-ws', path = '/graphql', ...options } = o;
  const ws = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, protocol, options);
  ws.on('error', () => undefined);
  return new Promise((resolve) => {
    ws.on('unexpected-response', (_, { statusCode }) => resolve(statusCode));
    ws.on('open', () => {
      ws.terminate();
      resolve(undefined);
    });
  });
}
