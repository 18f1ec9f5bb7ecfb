import type { Client } from 'graphql-ws';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Session } from './session.ts';

const KEEP_ALIVE_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
const TOKEN_CHECK_MS = 20_000;

/**
 * One WebSocket (graphql-transport-ws) of one login. It is open while there are subscriptions, tells the gateway of
 * renewed tokens in band, and notices a peer that went silent. It does not reconnect by itself: whoever subscribes
 * knows where to go on.
 */
export function openSocket(gatewayUrl: string, session: Session): Client {
  let told = '';
  let renewing: NodeJS.Timeout | undefined;
  let silent: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${gatewayUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: 0,
    connectionParams: async () => {
      told = await session.token();
      return { authorization: `Bearer ${told}` };
    },
    on: {
      connected: (socket) => {
        clearInterval(renewing);
        renewing = setInterval(() => void renew(socket), TOKEN_CHECK_MS).unref();
      },
      ping: (received) => {
        if (received) return;
        clearTimeout(silent);
        silent = setTimeout(() => client.terminate(), PONG_WITHIN_MS).unref();
      },
      pong: (received) => {
        if (received) clearTimeout(silent);
      },
      closed: (event) => {
        clearInterval(renewing);
        clearTimeout(silent);
        if (isForbidden(event)) session.reject(told);
      },
    },
  });

  async function renew(socket: unknown): Promise<void> {
    // While users is away the old token stays good until its end; the next check tries again.
    const token = await session.token().catch(() => told);
    if (token === told || !(socket instanceof WebSocket) || socket.readyState !== socket.OPEN) return;
    told = token;
    socket.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${token}` } }));
  }

  return client;
}

const FORBIDDEN = 4403;

function isForbidden(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'code' in event && event.code === FORBIDDEN;
}
