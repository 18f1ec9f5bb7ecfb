import { createServer } from 'node:net';

/** Highest distance of a service's port from SUBGRAPH_PORT_BASE. */
const LAST_OFFSET = 20;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A stretch of ports that nobody uses. */
export async function freePortBase(): Promise<number> {
  for (let base = 21_000; base < 32_000; base += LAST_OFFSET + 1) {
    const ports = Array.from({ length: LAST_OFFSET + 1 }, (_, offset) => base + offset);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base;
  }
  throw new Error('no free ports');
}
