import { createHash } from 'node:crypto';
import type { Schema } from '@apollo/federation-internals';
import type { QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { costRulesOf } from '../federation/costRules.ts';
import type { CostRules } from '../federation/costRules.ts';
import { accessRulesOf } from '../federation/accessRules.ts';
import type { AccessRules } from '../federation/accessRules.ts';
import { keyFieldsOf } from '../federation/keyFields.ts';
import type { KeyFields } from '../federation/keyFields.ts';
import { resumableFields } from '../federation/resumable.ts';
import type { PlannerThread } from './plannerThread.ts';
import { createPlans } from './plans.ts';
import type { PlanCacheLimits, Plans } from './plans.ts';

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
  /** The plan of an operation of `document`, which was prepared. `key` identifies both. */
  planOf(key: string, document: DocumentNode, operationName: string | undefined): QueryPlan;
}

/**
 * @param sdl the untouched supergraph, whose directives we enforce
 * @param schema the API schema
 * @param planner a planner of the same supergraph; @param thread one that is not of this thread
 */
export function createSnapshot(
  sdl: string,
  schema: GraphQLSchema,
  planner: QueryPlanner,
  thread: PlannerThread,
  limits: PlanCacheLimits,
): SupergraphSnapshot {
  const document = parse(sdl, { noLocation: true });
  const apiSchema = planner.supergraph.apiSchema();
  const plans = createPlans({ planner, thread, apiSchema, limits });
  return {
    id: createHash('sha256').update(sdl).digest('base64url'),
    schema,
    apiSchema,
    joinedSchema: planner.supergraph.schema.toGraphQLJSSchema(),
    rules: accessRulesOf(document),
    costs: costRulesOf(document),
    resumable: resumableFields(document),
    keyFields: keyFieldsOf(document),
    plans,
    planOf: plans.of,
  };
}
