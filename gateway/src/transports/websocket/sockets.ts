import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { networkOf } from '@nakku/identity';
import { gauge } from '@nakku/telemetry';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { clientIp } from '../../request/clientIp.ts';
import type { OriginPolicy } from '../../policy/security/origins.ts';
import { createHeartbeat } from '../shared/heartbeat.ts';
import { Socket } from './socket.ts';
import type { SocketOptions } from './socket.ts';
import { closeCodes } from './socketMessages.ts';

const protocol = 'graphql-transport-ws';

export interface Sockets {
  /** Takes over an upgrade request to `/graphql`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every socket with 1012, spread over a time, so that not all clients come back at once. */
  stop(spreadMs: number): Promise<void>;
}

export interface SocketsOptions extends SocketOptions {
  readonly isAllowedOrigin: OriginPolicy;
  readonly trustedProxies: number;
  readonly maxSocketsPerAddress: number;
  readonly maxMessageBytes: number;
  readonly heartbeatMs: number;
}

/** All WebSockets of clients. */
export function createSockets(o: SocketsOptions): Sockets {
  const open = new Map<WebSocket, Socket>();
  const perAddress = new Map<string, number>();
  let stopping = false;
  gauge('websocket_connections', 'Open WebSockets of clients', [], (metric) => metric.set(open.size));
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: o.maxMessageBytes,
    perMessageDeflate: false,
    // A client that offers others only is accepted with its first, so that it hears why it is closed.
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : ([...offered][0] ?? false)),
  });

  const heartbeat = createHeartbeat(o.heartbeatMs);

  server.on('connection', (ws, request) => {
    if (ws.protocol !== protocol) {
      ws.on('error', () => undefined);
      return ws.close(closeCodes.subprotocolNotAcceptable, 'Subprotocol not acceptable');
    }
    const socket = new Socket(ws, request, clientIp(request, o.trustedProxies), o);
    const endBeats = heartbeat.add(socket);
    open.set(ws, socket);
    ws.on('close', () => {
      endBeats();
      open.delete(ws);
    });
  });

  return {
    upgrade(request, socket, head) {
      const { origin } = request.headers;
      const address = clientIp(request, o.trustedProxies);
      if (o.refusedRequests.blocked(address)) return refuseUpgrade(socket, '429 Too Many Requests');
      if (origin !== undefined && !o.isAllowedOrigin(origin)) {
        o.refusedRequests.count(address);
        return refuseUpgrade(socket, '403 Forbidden');
      }
      if (stopping) return refuseUpgrade(socket, '503 Service Unavailable');
      const network = networkOf(address);
      const held = perAddress.get(network) ?? 0;
      if (held >= o.maxSocketsPerAddress) {
        o.refusedRequests.count(address);
        return refuseUpgrade(socket, '429 Too Many Requests');
      }
      perAddress.set(network, held + 1);
      socket.once('close', () => {
        const left = (perAddress.get(network) ?? 1) - 1;
        if (left > 0) perAddress.set(network, left);
        else perAddress.delete(network);
      });
      server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request));
    },
    async stop(spreadMs) {
      stopping = true;
      heartbeat.stop();
      await Promise.all(
        [...open].map(async ([ws, socket]) => {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * spreadMs));
          socket.close(closeCodes.serviceRestart, 'Service restart');
          setTimeout(() => ws.terminate(), 1_000).unref();
        }),
      );
      server.close();
    },
  };
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
