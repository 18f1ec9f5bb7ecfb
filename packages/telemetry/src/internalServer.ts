import { createServer } from 'node:http';
import { registry } from './metrics.ts';

export interface InternalServer {
  /** `http://host:port`, without a path. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

interface Page {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * What only operators may see, on a port of its own that is never published: `/metrics` (Prometheus) and `/health` (the
 * state of each dependency, with uptime).
 * @param o.host the address to listen on: 127.0.0.1, or that of an interface which clients do not reach
 * @param o.port 0: the system chooses
 * @throws Error when the port is taken
 */
export async function startInternalServer(o: {
  readonly service: string;
  readonly host: string;
  readonly port: number;
  readonly health: () => Promise<{ readonly ready: boolean }> | { readonly ready: boolean };
}): Promise<InternalServer> {
  const startedAt = Date.now();

  async function page(path: string): Promise<Page> {
    if (path === '/metrics') {
      return { status: 200, contentType: registry.contentType, body: await registry.metrics() };
    }
    if (path !== '/health') return json(404, { error: 'not found' });
    const health = await o.health();
    const uptimeSeconds = Math.round((Date.now() - startedAt) / 1_000);
    return json(health.ready ? 200 : 503, { service: o.service, uptimeSeconds, ...health });
  }

  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    page(path)
      .catch(() => json(500, { error: 'internal server error' }))
      .then(({ status, contentType, body }) => {
        response.writeHead(status, {
          'content-type': contentType,
          'content-length': Buffer.byteLength(body),
          'cache-control': 'no-store',
        });
        response.end(request.method === 'HEAD' ? undefined : body);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(o.port, o.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return {
    url: `http://${o.host}:${address.port}`,
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(status: number, value: unknown): Page {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}
