import type { GraphQLFormattedError } from 'graphql';
import type { ExecutionContext } from '../../request/executionContext.ts';
import type { Variables } from '../../request/operationCost.ts';
import type { JsonObject } from '../../subgraphs/json.ts';
import type { SharedEntities } from '../../subgraphs/sharedEntities.ts';
import type { SubgraphRequest, SubgraphResponse } from '../../subgraphs/subgraphRequest.ts';
import { errorsOfFetch } from './fetchErrors.ts';
import type { ErrorSource } from './fetchErrors.ts';
import type { PlanPath } from './targets.ts';

/** Who responds to the fetches of a plan: the clients of the subgraphs by name. */
export type Fetchers = Readonly<
  Record<
    string,
    {
      fetch(request: SubgraphRequest, context: ExecutionContext): Promise<SubgraphResponse>;
      /** What others were told of the same entities a moment ago. */
      readonly shared: SharedEntities;
    }
  >
>;

/** Objects that wait for the same entities: those of one fetch of the plan. */
export interface Participant {
  readonly path: PlanPath;
  readonly rewrite: ((value: unknown) => void) | undefined;
  readonly objects: readonly JsonObject[];
  /** The representation of each object. */
  readonly indices: readonly number[];
}

/** A request for entities that is still gathered, by fetches of the same shape that may run side by side. */
export interface Batch {
  readonly participants: Participant[];
  /** Representations as JSON, each once. */
  readonly representations: Map<string, number>;
  readonly sent: Promise<void>;
}

/** One run of a plan, whose response grows in `data`. */
export interface PlanRun {
  readonly context: ExecutionContext;
  readonly fetchers: Fetchers;
  /** Coerced, with defaults. */
  readonly variables: Variables;
  readonly data: JsonObject;
  readonly errors: GraphQLFormattedError[];
  /** Requests for entities that others may still join, by shape. */
  readonly batches: Map<string, Batch>;
  /** Whether entities may be those that others were told a moment ago: for events of subscriptions. */
  readonly sharesEntities: boolean;
  /** How long everything that was fetched so far is the same for every caller, ms; Infinity: nothing was fetched. */
  publicMs: number;
}

/** A part of a plan. Never rejects: what fails is an error of the response. */
export type Step = (run: PlanRun) => Promise<void>;

/** The response of a subgraph, whose errors are noted. */
export async function respond(
  run: PlanRun,
  request: SubgraphRequest,
  source: ErrorSource,
): Promise<SubgraphResponse> {
  const fetcher = run.fetchers[source.serviceName];
  if (!fetcher) throw new Error(`Couldn't find service with name "${source.serviceName}"`);
  const response = await fetcher.fetch(request, run.context);
  run.publicMs = Math.min(run.publicMs, response.maxAgeMs ?? 0);
  if (response.errors) run.errors.push(...errorsOfFetch(response.errors, source));
  return response;
}

/** Notes that a fetch failed for a reason that its subgraph did not tell. */
export function failFetch(run: PlanRun, error: unknown, source: ErrorSource): void {
  const message = error instanceof Error ? error.message : 'failed';
  const extensions = { code: 'INTERNAL_SERVER_ERROR' };
  run.errors.push(...errorsOfFetch([{ message, path: [], extensions }], source));
}
