import { createHash } from 'node:crypto';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { QueryPlan } from '@apollo/query-planner';
import { parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { costRulesOf } from '../federation/costRules.ts';
import type { CostRules } from '../federation/costRules.ts';
import { accessRulesOf } from '../federation/accessRules.ts';
import type { AccessRules } from '../federation/accessRules.ts';
import { keyFieldsOf } from '../federation/keyFields.ts';
import type { KeyFields } from '../federation/keyFields.ts';
import { plannable } from '../federation/plannable.ts';
import { resumableFields } from '../federation/resumable.ts';
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
  /** The plan of an operation of `document`. `key` identifies both in the bounded cache. */
  planOf(key: string, document: DocumentNode, operationName: string | undefined): QueryPlan;
}

/** Characters of all plans of a supergraph together, as JSON. */
const maxPlanCharacters = 32 * 1024 * 1024;

/**
 * Reads a supergraph. Throws if it is none.
 * @param sdl the untouched supergraph, whose directives we enforce
 * @param maxPlans how many plans are kept
 */
export function createSnapshot(sdl: string, maxPlans: number): SupergraphSnapshot {
  const document = parse(sdl, { noLocation: true });
  const planner = new QueryPlanner(Supergraph.build(withoutUnknownPurposes(sdl)));
  const apiSchema = planner.supergraph.apiSchema();
  const plans = new LRUCache<string, QueryPlan>({
    max: maxPlans,
    maxSize: maxPlanCharacters,
    sizeCalculation: (plan) => JSON.stringify(plan).length,
  });
  return {
    id: createHash('sha256').update(sdl).digest('base64url'),
    schema: apiSchema.toGraphQLJSSchema(),
    apiSchema,
    joinedSchema: planner.supergraph.schema.toGraphQLJSSchema(),
    rules: accessRulesOf(document),
    costs: costRulesOf(document),
    resumable: resumableFields(document),
    keyFields: keyFieldsOf(document),
    planOf(key, operationDocument, operationName) {
      const known = plans.get(key);
      if (known) return known;
      const named = operationName === undefined ? {} : { operationName };
      const planned = plannable(operationDocument);
      const plan: QueryPlan = planned
        ? planner.buildQueryPlan(operationFromDocument(apiSchema, planned, named))
        : { kind: 'QueryPlan' };
      plans.set(key, plan);
      return plan;
    },
  };
}
