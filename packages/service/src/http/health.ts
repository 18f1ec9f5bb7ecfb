import { registry } from '@nakku/telemetry';
import { jsonResponse } from './route.ts';
import type { HttpRoute } from './route.ts';

/** The state of one thing that the service depends on. */
export interface DependencyHealth {
  /** `idle`: nothing has needed it yet. */
  readonly status: 'up' | 'down' | 'idle';
  readonly [detail: string]: unknown;
}

export interface Health {
  readonly ready: boolean;
  readonly dependencies: Readonly<Record<string, DependencyHealth>>;
}

/**
 * `/live` (the process runs), `/ready` (it can serve), `/health` (detail per dependency), `/metrics` (Prometheus).
 * They need no identity: they stand on the inner network.
 */
export function healthRoutes(service: string, health: () => Promise<Health>): HttpRoute[] {
  const startedAt = Date.now();
  return [
    {
      method: 'GET',
      path: '/live',
      quiet: true,
      handle: () => jsonResponse(200, { status: 'live' }),
    },
    {
      method: 'GET',
      path: '/ready',
      quiet: true,
      handle: async () =>
        (await health()).ready
          ? jsonResponse(200, { status: 'ready' })
          : jsonResponse(503, { status: 'not ready' }),
    },
    {
      method: 'GET',
      path: '/health',
      quiet: true,
      handle: async () => {
        const { ready, dependencies } = await health();
        const uptimeSeconds = Math.round((Date.now() - startedAt) / 1_000);
        return jsonResponse(ready ? 200 : 503, { service, ready, uptimeSeconds, dependencies });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      quiet: true,
      handle: async () => ({
        status: 200,
        headers: { 'content-type': registry.contentType },
        body: await registry.metrics(),
      }),
    },
  ];
}
