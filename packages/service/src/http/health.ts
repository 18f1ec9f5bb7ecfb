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

/** `/live` (the process runs) and `/ready` (it can serve), for probes; they need no identity and tell nothing else. */
export function probeRoutes(health: () => Promise<Health>): HttpRoute[] {
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
  ];
}
