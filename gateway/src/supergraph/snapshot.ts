import { createHash } from 'node:crypto';
import { Supergraph } from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import { parse, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { defaultPlanningLimits } from '../config/operations.ts';
import { costRulesOf } from '../federation/costRules.ts';
import type { CostRules } from '../federation/costRules.ts';
import { accessRulesOf } from '../federation/accessRules.ts';
import type { AccessRules } from '../federation/accessRules.ts';
import { keyFieldsOf } from '../federation/keyFields.ts';
import type { KeyFields } from '../federation/keyFields.ts';
import { resumableFields } from '../federation/resumable.ts';
import { createPlannerThread } from './plannerThread.ts';
import type { PlanningLimits } from './plannerThread.ts';
import { createPlans } from './plans.ts';
import type { PlannedOperation, Plans } from './plans.ts';
import { withoutUnknownPurposes } from './unenforced.ts';

/** One version of the supergraph with all that is derived from it. An operation lives and dies with one. */
export interface SupergraphSnapshot {
  /** Hash of the SDL. */
  readonly id: string;
  /** What clients see. */
  readonly schema: GraphQLSchema;
  /** The same as the planner's library models it. */
  readonly apiSchema: Schema;
  /** With the join directives: executing a plan needs it. */
  readonly joinedSchema: GraphQLSchema;
  readonly rules: AccessRules;
  readonly costs: CostRules;
  readonly resumable: ReadonlySet<string>;
  readonly keyFields: KeyFields;
  readonly plans: Plans;
  /** The plan of an operation of `document`. `key` identifies both in the bounded cache. */
  planOf(key: string, document: DocumentNode, operationName: string | undefined): QueryPlan;
  /** The operations whose plans were asked for again, the most recent first. */
  plansInUse(): PlannedOperation[];
}

/**
 * Reads a supergraph. Throws if it is none.
 * @param sdl the untouched supergraph, whose directives we enforce
 * @param maxPlans how many plans are kept
 */
export function createSnapshot(
  sdl: string,
  maxPlans: number,
  planning: PlanningLimits = defaultPlanningLimits(),
): SupergraphSnapshot {
  const document = parse(sdl, { noLocation: true });
  // Apollo's gateway checks every supergraph that it is given; a second time would keep the event loop once more.
  const supergraph = Supergraph.build(withoutUnknownPurposes(sdl), { validateSupergraph: false });
  const apiSchema = supergraph.apiSchema();
  const plans = createPlans({
    supergraph,
    thread: createPlannerThread(sdl, planning),
    maxPlans,
    maxBytes: planning.maxPlanBytes,
  });
  return {
    id: createHash('sha256').update(sdl).digest('base64url'),
    schema: apiSchema.toGraphQLJSSchema(),
    apiSchema,
    joinedSchema: supergraph.schema.toGraphQLJSSchema(),
    rules: accessRulesOf(document),
    costs: costRulesOf(document),
    resumable: resumableFields(document),
    keyFields: keyFieldsOf(document),
    plans,
    planOf: (key, operationDocument, operationName) =>
      plans.of({ key, document: operationDocument, operationName }),
    plansInUse: plans.inUse,
  };
}

/** How many plans of the supergraph before are made anew. */
const maxWarmed = 200;

/**
 * Plans the operations that were in use before, between the requests that are served meanwhile. One that the new
 * supergraph does not allow, that it cannot plan, or that is not begun within `forMs`, is left to whoever sends it.
 */
export async function warmPlans(
  next: SupergraphSnapshot,
  before: SupergraphSnapshot,
  forMs: number,
): Promise<void> {
  const end = performance.now() + forMs;
  for (const operation of before.plansInUse().slice(0, maxWarmed)) {
    if (performance.now() > end) return;
    await new Promise((resolve) => setImmediate(resolve));
    if (validate(next.schema, operation.document).length > 0) continue;
    try {
      await next.plans.prepare(operation, 'plans in use');
      next.plans.of(operation);
      // Asked for again, so that it is kept as one in use.
      next.plans.of(operation);
    } catch {
      continue;
    }
  }
}
