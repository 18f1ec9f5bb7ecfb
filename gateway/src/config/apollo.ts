import { z } from 'zod';
import { atLeastOne, httpUrl, setting } from './setting.ts';

/** Apollo GraphOS: the managed supergraph, and reports of use. Nothing leaves the gateway without key and graph. */
export const apollo = z
  .strictObject({
    key: setting(
      'APOLLO_KEY',
      'Key of the graph in GraphOS. A secret: give it by the environment.',
      z.string().min(1).optional(),
    ),
    graphRef: setting(
      'APOLLO_GRAPH_REF',
      'Graph and variant: `nakku@production`.',
      z
        .string()
        .regex(/^[\w-]+@[\w-]+$/, 'must be graph@variant')
        .optional(),
    ),
    managed: setting(
      'APOLLO_MANAGED',
      'Whether the supergraph comes from uplink; unset: when key and graph are given. The file then only stands by.',
      z.boolean().optional(),
    ),
    uplinkEndpoints: setting(
      'APOLLO_UPLINK_ENDPOINTS',
      'Where uplink is, asked in turn; empty: the endpoints of Apollo.',
      z.array(httpUrl).default([]),
    ),
    reportingUrl: setting(
      'APOLLO_USAGE_REPORTING_URL',
      'Where reports of use go; unset: the endpoint of Apollo.',
      httpUrl.optional(),
    ),
    reportEveryMs: setting('APOLLO_REPORT_EVERY_MS', 'Between two reports of use.', atLeastOne(10_000)),
    traceRate: setting(
      'APOLLO_TRACE_RATE',
      'Share of operations that are traced field by field through the subgraphs (ftv1).',
      z.number().min(0).max(1).default(1),
    ),
  })
  .refine(({ key, graphRef }) => (key === undefined) === (graphRef === undefined), {
    path: ['graphRef'],
    error: 'APOLLO_KEY and APOLLO_GRAPH_REF belong together',
  })
  .meta({
    description:
      'Apollo GraphOS: the managed supergraph, and reports of use. Nothing leaves the gateway without key and graph.',
  });

/** The graph that the gateway belongs to; undefined if it belongs to none. */
export function graphOf({ key, graphRef }: z.output<typeof apollo>) {
  return key === undefined || graphRef === undefined ? undefined : { key, graphRef };
}

/** Whether the supergraph is uplink's. */
export function isManaged(settings: z.output<typeof apollo>): boolean {
  return graphOf(settings) !== undefined && settings.managed !== false;
}
