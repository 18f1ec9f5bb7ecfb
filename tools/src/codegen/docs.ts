import type { Artefact } from './artefact.ts';
import { generatedPages } from './docs/pages.ts';

/** Pages of the schema and of the events, and METRICS.md of each service. */
export const docs: Artefact = {
  name: 'docs',
  what: 'docs/schema, docs/events.md and METRICS.md of each service',
  files: () => generatedPages(),
};
