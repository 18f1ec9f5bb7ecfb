import { z } from 'zod';
import { atLeastOne, between, setting } from './setting.ts';

/** Subgraphs that fail: how long they are waited for, how often asked again, and when not asked at all. */
export const resilience = z
  .strictObject({
    queryTimeoutMs: setting(
      'SUBGRAPH_TIMEOUT_MS',
      'How long a query waits for one fetch; a mutation waits as long as its operation may take.',
      atLeastOne(10_000),
    ),
    retries: setting('SUBGRAPH_RETRIES', 'How often a fetch of a query is made again.', between(0, 10, 2)),
    retryPauseMs: setting(
      'SUBGRAPH_RETRY_PAUSE_MS',
      'The longest pause before the first retry; doubles with each, and is random below it.',
      atLeastOne(100),
    ),
    retriesPerFetch: setting(
      'SUBGRAPH_RETRIES_PER_FETCH',
      'Retries that each fetch adds to the budget of its subgraph.',
      z.number().min(0).max(1).default(0.2),
    ),
    retriesSaved: setting(
      'SUBGRAPH_RETRIES_SAVED',
      'Retries that a budget holds at most; it begins full.',
      between(0, 10_000, 20),
    ),
    circuitWindowMs: setting(
      'CIRCUIT_WINDOW_MS',
      'Fetches are counted over the last half to whole of it.',
      atLeastOne(10_000),
    ),
    circuitMinimumFetches: setting(
      'CIRCUIT_MINIMUM_FETCHES',
      'Fewer fetches in the window never open a circuit.',
      atLeastOne(20),
    ),
    circuitFailureRate: setting(
      'CIRCUIT_FAILURE_RATE',
      'From this share of failures on the subgraph is not asked for a while.',
      z.number().min(0.01).max(1).default(0.5),
    ),
    circuitOpenMs: setting(
      'CIRCUIT_OPEN_MS',
      'How long an open circuit waits before a fetch may try; doubles with each trial that fails.',
      atLeastOne(500),
    ),
    circuitMaxOpenMs: setting('CIRCUIT_MAX_OPEN_MS', 'The longest such wait.', atLeastOne(10_000)),
    circuitTrials: setting('CIRCUIT_TRIALS', 'Fetches that may try at the same time.', atLeastOne(1)),
  })
  .meta({
    description:
      'Subgraphs that fail: how long they are waited for, how often asked again, and when not asked at all.',
  });
