import type { WebSocketServer } from 'ws';

/** Service restart: graphql-ws clients come back after it, as they do not after 1011. */
const SERVICE_RESTART = 1012;

/** Closes all sockets and waits for their clients to agree; after `timeoutMs` the rest is cut. */
export async function closeSockets(sockets: WebSocketServer, timeoutMs: number): Promise<void> {
  const open = [...sockets.clients];
  const closed = Promise.all(
    open.map((socket) =>
      socket.readyState === socket.CLOSED
        ? Promise.resolve()
        : new Promise<void>((resolve) => socket.once('close', () => resolve())),
    ),
  );
  for (const socket of open) socket.close(SERVICE_RESTART, 'Service Restart');
  const timer = setTimeout(() => {
    for (const socket of open) socket.terminate();
  }, timeoutMs);
  await closed;
  clearTimeout(timer);
}
