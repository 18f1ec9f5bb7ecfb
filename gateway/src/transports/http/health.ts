import { registry } from '@nakku/telemetry';
import { jsonPage } from '../shared/exchange.ts';
import type { Page } from '../shared/exchange.ts';

export interface GatewayHealth {
  readonly ready: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** `/live` (the process runs), `/ready` (it can serve), `/health` (with the reasons), `/metrics` (Prometheus). */
export function createHealthPages(health: () => GatewayHealth): (path: string) => Promise<Page | undefined> {
  const startedAt = Date.now();
  return async (path) => {
    switch (path) {
      case '/live':
        return jsonPage(200, { status: 'live' });
      case '/ready':
        return health().ready ? jsonPage(200, { status: 'ready' }) : jsonPage(503, { status: 'not ready' });
      case '/health': {
        const { ready, detail } = health();
        const uptimeSeconds = Math.round((Date.now() - startedAt) / 1_000);
        return jsonPage(ready ? 200 : 503, { service: 'gateway', ready, uptimeSeconds, ...detail });
      }
      case '/metrics':
        return {
          status: 200,
          headers: { 'content-type': registry.contentType },
          body: await registry.metrics(),
        };
      default:
        return undefined;
    }
  };
}
