import path from 'node:path';
import { z } from 'zod';
import { httpUrl, setting } from './setting.ts';

/** The checkout: `src/config` and `dist/config` lie at the same depth. */
const root = path.resolve(import.meta.dirname, '../../..');

/** The schema that is served. */
export const supergraph = z
  .strictObject({
    file: setting(
      'SUPERGRAPH_FILE',
      'The composed supergraph; unset: schema/supergraph.graphql of the checkout.',
      z.string().optional(),
    ),
    schemaDir: setting(
      'SCHEMA_DIR',
      "Folder of the subgraphs' schemas, watched in development; unset: the folder of the supergraph.",
      z.string().optional(),
    ),
    subgraphUrls: setting(
      'SUBGRAPH_URLS',
      'Where subgraphs are, over the routing urls of the supergraph: {"products":"http://127.0.0.1:4002/graphql"}.',
      z.record(z.string(), httpUrl).default({}),
    ),
    watch: setting(
      'WATCH_SCHEMA',
      'Whether a saved schema file recomposes the supergraph; unset: in development only.',
      z.boolean().optional(),
    ),
  })
  .meta({ description: 'The schema that is served.' });

/** Where the supergraph is when nothing says otherwise. Not a default of the schema: it differs by machine. */
export const defaultSupergraphFile = path.join(root, 'schema/supergraph.graphql');
