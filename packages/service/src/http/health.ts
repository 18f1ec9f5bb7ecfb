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

/** What a probe reads: `/live` (the process runs) and `/ready` (it can serve) say nothing else. */
export const probeResponses = {
  live: [200, { status: 'live' }],
  ready: [200, { status: 'ready' }],
  notReady: [503, { status: 'not ready' }],
} as const;

/** The probes of a subgraph; they need no identity. */
export function probeRoutes(health: () => Promise<Health>): HttpRoute[] {
  return [
    {
      method: 'GET',
      path: '/live',
      quiet: true,
      handle: () => jsonResponse(...probeResponses.live),
    },
    {
      method: 'GET',
      path: '/ready',
      quiet: true,
      handle: async () =>
        (await health()).ready
          ? jsonResponse(...probeResponses.ready)
          : jsonResponse(...probeResponses.notReady),
    },
  ];
}
