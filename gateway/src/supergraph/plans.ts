import { operationFromDocument } from '@apollo/federation-internals';
import type { Schema } from '@apollo/federation-internals';
import type { PlanNode, QueryPlan, QueryPlanner, SubscriptionNode } from '@apollo/query-planner';
import { print } from 'graphql';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { plannable } from '../federation/plannable.ts';
import { PlanningRefused } from './plannerThread.ts';
import type { PlannerThread } from './plannerThread.ts';

/** A plan, and what is known of it. */
export interface PreparedPlan {
  readonly plan: QueryPlan;
  /** Fetches from subgraphs that it makes at most; of a subscription, those of one event. */
  readonly fetches: number;
  /** How long planning took just now, ms; 0 if it was known. */
  readonly planningMs: number;
}

/** The plans of one supergraph. */
export interface Plans {
  /** Whether an operation is planned already. */
  has(key: string): boolean;
  /**
   * Plans an operation beside the event loop, unless its plan is known.
   * @param key identifies document and operation
   * @param client in whose turn it is planned
   * @throws PlanningRefused
   */
  prepare(
    key: string,
    document: DocumentNode,
    operationName: string | undefined,
    client: string,
  ): Promise<PreparedPlan>;
  /** The prepared plan; one that was not prepared is made at once. */
  of(key: string, document: DocumentNode, operationName: string | undefined): QueryPlan;
  /** Bytes that plans take, as far as they are counted. */
  readonly bytes: number;
}

export interface PlanCacheLimits {
  readonly maxPlans: number;
  /** Bytes of all plans together. */
  readonly maxBytes: number;
}

interface Known {
  readonly plan: QueryPlan;
  readonly fetches: number;
}

/** Operations that are remembered because planning them takes too long. */
const maxRefused = 1_000;
/** Objects and strings of a plan take about so much more than its JSON. Measured, rounded up. */
const bytesPerCharacter = 4;

/** @param o.planner plans what was not prepared; @param o.thread everything else */
export function createPlans(o: {
  planner: QueryPlanner;
  thread: PlannerThread;
  apiSchema: Schema;
  limits: PlanCacheLimits;
}): Plans {
  const known = new LRUCache<string, Known>({ max: o.limits.maxPlans, maxSize: o.limits.maxBytes });
  const preparing = new Map<string, Promise<PreparedPlan>>();
  const refused = new LRUCache<string, true>({ max: maxRefused });

  function keep(key: string, plan: QueryPlan, characters: number): Known {
    const kept = { plan, fetches: fetchesOf(plan.node) };
    known.set(key, kept, { size: bytesPerCharacter * (characters + key.length) });
    return kept;
  }

  async function prepareNew(
    key: string,
    document: DocumentNode,
    operationName: string | undefined,
    client: string,
  ): Promise<PreparedPlan> {
    try {
      const { json, ms } = await o.thread.plan(print(plannable(document)), operationName, client);
      const plan: QueryPlan = JSON.parse(json);
      return { ...keep(key, plan, json.length), planningMs: ms };
    } catch (error) {
      if (error instanceof PlanningRefused && error.reason === 'timeout') refused.set(key, true);
      throw error;
    } finally {
      preparing.delete(key);
    }
  }

  return {
    has: (key) => known.has(key) || refused.has(key),
    async prepare(key, document, operationName, client) {
      const kept = known.get(key);
      if (kept) return { ...kept, planningMs: 0 };
      if (refused.has(key)) throw new PlanningRefused('timeout', 0);
      const running = preparing.get(key) ?? prepareNew(key, document, operationName, client);
      preparing.set(key, running);
      return running;
    },
    of(key, document, operationName) {
      const kept = known.get(key);
      if (kept) return kept.plan;
      const named = operationName === undefined ? {} : { operationName };
      const operation = operationFromDocument(o.apiSchema, plannable(document), named);
      const plan = o.planner.buildQueryPlan(operation);
      return keep(key, plan, JSON.stringify(plan).length).plan;
    },
    get bytes() {
      return known.calculatedSize;
    },
  };
}

/** Fetches of a plan, with both branches of each condition. */
function fetchesOf(node: PlanNode | SubscriptionNode | undefined): number {
  switch (node?.kind) {
    case undefined:
      return 0;
    case 'Fetch':
      return 1;
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.reduce((sum, one) => sum + fetchesOf(one), 0);
    case 'Condition':
      return fetchesOf(node.ifClause) + fetchesOf(node.elseClause);
    case 'Subscription':
      return fetchesOf(node.rest);
    case 'Defer':
      return fetchesOf(node.primary.node) + node.deferred.reduce((sum, one) => sum + fetchesOf(one.node), 0);
  }
}
