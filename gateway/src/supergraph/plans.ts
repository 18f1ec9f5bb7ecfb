import { operationFromDocument } from '@apollo/federation-internals';
import type { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { print } from 'graphql';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { plannable } from '../federation/plannable.ts';
import { PlanningRefused } from './plannerThread.ts';
import type { PlannerThread } from './plannerThread.ts';
import { createSegmentedCache } from './segmentedCache.ts';

/** What is known of a plan that was prepared. */
export interface PreparedPlan {
  /** Fetches from subgraphs that it makes at most; of a subscription, those of one event. */
  readonly fetches: number;
  /** How long planning took just now, ms; 0 if it was known. */
  readonly planningMs: number;
}

/** What a plan was made of. */
export interface PlannedOperation {
  readonly key: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
}

/** The plans of one supergraph. */
export interface Plans {
  /** Whether an operation is planned already, or known to take too long. */
  has(key: string): boolean;
  /**
   * Plans an operation beside the event loop, unless its plan is known.
   * @param client in whose turn it is planned
   * @throws PlanningRefused
   */
  prepare(operation: PlannedOperation, client: string): Promise<PreparedPlan>;
  /** The prepared plan; one that was not prepared is made at once. */
  of(operation: PlannedOperation): QueryPlan;
  /** The operations whose plans were asked for again, the most recent first. */
  inUse(): PlannedOperation[];
  /** Bytes that plans take, as far as they are counted. */
  readonly bytes: number;
  /** Starts the planner before it is needed. */
  warm(): Promise<void>;
  /** Ends the planner when nothing waits for it. */
  retire(): void;
}

interface Known extends PlannedOperation {
  readonly plan: QueryPlan;
  readonly fetches: number;
}

/** Operations that are remembered because planning them takes too long, and for how long: the machine may have been busy. */
const [maxRefused, refusedForMs] = [1_000, 60_000];
/** Of a plan for each character of its JSON: measured, documents and closures included. */
const bytesPerCharacter = 4;
const nothing: QueryPlan = { kind: 'QueryPlan' };

/**
 * @param o.supergraph by which is planned at once what was not prepared; @param o.thread plans everything else
 * @param o.maxBytes of all plans together, with their documents and what is compiled of them, roughly
 */
export function createPlans(o: {
  readonly supergraph: Supergraph;
  readonly thread: PlannerThread;
  readonly maxPlans: number;
  readonly maxBytes: number;
}): Plans {
  const apiSchema = o.supergraph.apiSchema();
  let planner: QueryPlanner | undefined;
  const known = createSegmentedCache<Known>({ entries: o.maxPlans, bytes: o.maxBytes });
  /** Prepared and not executed yet: their first execution is not one more use. */
  const fresh = new LRUCache<string, true>({ max: o.maxPlans });
  const preparing = new Map<string, Promise<PreparedPlan>>();
  const refused = new LRUCache<string, true>({ max: maxRefused, ttl: refusedForMs });

  /** A planner holds tens of megabytes, and the thread has one: there is a second only if something was not prepared. */
  const plannerHere = (): QueryPlanner => (planner ??= new QueryPlanner(o.supergraph));

  function keep(operation: PlannedOperation, plan: QueryPlan, characters: number): Known {
    const kept = { ...operation, plan, fetches: fetchesOf(plan.node) };
    known.set(operation.key, kept, bytesPerCharacter * characters);
    return kept;
  }

  async function prepareNew(operation: PlannedOperation, client: string): Promise<PreparedPlan> {
    const { key, document, operationName } = operation;
    try {
      const planned = plannable(document);
      const made = planned ? await o.thread.plan(print(planned), operationName, client) : undefined;
      const { json, ms } = made ?? { json: JSON.stringify(nothing), ms: 0 };
      const plan: QueryPlan = JSON.parse(json);
      fresh.set(key, true);
      return { fetches: keep(operation, plan, json.length).fetches, planningMs: ms };
    } catch (error) {
      if (error instanceof PlanningRefused && error.reason === 'timeout') refused.set(key, true);
      throw error;
    } finally {
      preparing.delete(key);
    }
  }

  return {
    has: (key) => known.peek(key) !== undefined || refused.has(key),
    async prepare(operation, client) {
      const kept = known.peek(operation.key);
      if (kept) return { fetches: kept.fetches, planningMs: 0 };
      if (refused.has(operation.key)) throw new PlanningRefused('timeout', 0);
      const running = preparing.get(operation.key);
      if (running) return { ...(await running), planningMs: 0 };
      const begun = prepareNew(operation, client);
      preparing.set(operation.key, begun);
      return begun;
    },
    of(operation) {
      const kept = fresh.delete(operation.key) ? known.peek(operation.key) : known.get(operation.key);
      if (kept) return kept.plan;
      const { document, operationName } = operation;
      const named = operationName === undefined ? {} : { operationName };
      const planned = plannable(document);
      const plan = planned
        ? plannerHere().buildQueryPlan(operationFromDocument(apiSchema, planned, named))
        : nothing;
      return keep(operation, plan, JSON.stringify(plan).length).plan;
    },
    inUse: () => [...known.inUse()].map(([, operation]) => operation),
    get bytes() {
      return known.bytes;
    },
    warm: o.thread.warm,
    retire: o.thread.retire,
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
