import type { Server } from 'node:http';
import { waitUpTo } from '@nakku/platform';

/**
 * Counts the requests of a server from now on. The result accepts nothing new, waits for those that run up to `timeoutMs`,
 * cuts the rest and returns how many that were. Call it before other listeners of requests are added.
 */
export function drainOf(server: Server): (timeoutMs: number) => Promise<number> {
  let running = 0;
  let idle: (() => void) | undefined;
  server.on('request', (_request, response) => {
    running += 1;
    response.once('close', () => {
      running -= 1;
      if (running === 0) idle?.();
    });
  });
  return async (timeoutMs) => {
    server.close();
    server.closeIdleConnections();
    if (running > 0) await waitUpTo(timeoutMs, new Promise<void>((resolve) => (idle = resolve)));
    const cut = running;
    server.closeAllConnections();
    return cut;
  };
}
