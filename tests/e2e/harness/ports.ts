import { createServer } from 'node:net';

/** Highest distance of a service's port from SUBGRAPH_PORT_BASE. */
const LAST_OFFSET = 20;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Each jest worker looks at ports of its own: those that it finds free are not taken at once. */
const PORTS_PER_WORKER = 2_000;

/** A stretch of ports that nobody uses. */
export async function freePortBase(): Promise<number> {
  const first = 20_000 + ((Number(process.env.JEST_WORKER_ID) - 1) % 5) * PORTS_PER_WORKER;
  for (let base = first; base < first + PORTS_PER_WORKER - LAST_OFFSET; base += LAST_OFFSET + 1) {
    const ports = Array.from({ length: LAST_OFFSET + 1 }, (_, offset) => base + offset);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base;
  }
  throw new Error('no free ports');
}
