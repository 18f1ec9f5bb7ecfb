import { z } from 'zod';
import { atLeastOne, setting } from './setting.ts';

/** Fetching from subgraphs. */
export const execution = z
  .strictObject({
    deadlineMs: setting(
      'REQUEST_DEADLINE_MS',
      'How long an operation may take; subgraphs are told.',
      atLeastOne(15_000),
    ),
    connections: setting('SUBGRAPH_CONNECTIONS', 'HTTP connections to each subgraph.', atLeastOne(32)),
    maxResponseBytes: setting(
      'MAX_SUBGRAPH_RESPONSE_BYTES',
      'One response of a subgraph.',
      atLeastOne(16 * 1024 * 1024),
    ),
  })
  .meta({ description: 'Fetching from subgraphs.' });
