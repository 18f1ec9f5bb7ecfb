import { createServer } from 'node:http';
import { metricsPage } from '@nakku/telemetry';
import { listenOn } from './listenOn.ts';
import { jsonResponse } from './route.ts';
import type { HttpResponse } from './route.ts';

export interface InternalServer {
  /** `http://host:port`, without a path. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
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

  async function page(path: string, accept: string | undefined): Promise<HttpResponse> {
    if (path === '/metrics') {
      const { contentType, body } = await metricsPage(accept);
      return { status: 200, headers: { 'content-type': contentType }, body };
    }
    if (path !== '/health') return jsonResponse(404, { error: 'not found' });
    const health = await o.health();
    const uptimeSeconds = Math.round((Date.now() - startedAt) / 1_000);
    return jsonResponse(health.ready ? 200 : 503, { service: o.service, uptimeSeconds, ...health });
  }

  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    page(path, request.headers.accept)
      .catch(() => jsonResponse(500, { error: 'internal server error' }))
      .then(({ status, headers, body = '' }) => {
        response.writeHead(status, {
          ...headers,
          'content-length': Buffer.byteLength(body),
          'cache-control': 'no-store',
        });
        response.end(request.method === 'HEAD' ? undefined : body);
      })
      .catch(() => response.destroy());
  });
  const port = await listenOn(server, o);
  return {
    url: `http://${o.host}:${port}`,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
