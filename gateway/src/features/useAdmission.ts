import { gauge, logger } from '@nakku/telemetry';
import { createAdmission } from '../admission/admit.ts';
import type { AdmissionRules, Admit } from '../admission/admit.ts';
import { createDocuments } from '../admission/documents.ts';
import { createFairTurns } from '../admission/fairTurns.ts';
import type { FairTurns } from '../admission/fairTurns.ts';
import { createPlanning } from '../admission/planning.ts';
import type { Planning } from '../admission/planning.ts';
import { createRequestPipeline } from '../admission/requestPipeline.ts';
import type { RequestPipeline } from '../admission/requestPipeline.ts';
import type { ResolvePersisted } from '../admission/persisted/persistedOperations.ts';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { limitsOf } from '../config/operations.ts';
import type { Client } from '../policy/cost/client.ts';
import type { Demand } from '../policy/cost/demand.ts';
import { createPace } from '../policy/cost/pace.ts';
import { createRights } from '../policy/security/policies.ts';
import type { PolicyEvaluator } from '../policy/security/policies.ts';
import { subscribed } from '../subscriptions/resumption.ts';
import type { CountErrors } from '../request/errorMetrics.ts';
import type { SupergraphStore } from '../supergraph/store.ts';

export interface Admission {
  /** Admits what runs already anew, and plans it. */
  readonly admit: Admit;
  readonly pipeline: RequestPipeline;
  /** At work that keeps the event loop: what an address sends is examined in its turn. */
  readonly turns: FairTurns;
}

/** What every operation goes through before it is executed. */
export function useAdmission(
  config: GatewayConfig,
  parts: {
    readonly store: SupergraphStore;
    /** Decides what `@policy` requires. */
    readonly policies: PolicyEvaluator;
    /** Undefined: no budgets; `demand.maxCost` bounds each operation all the same. */
    readonly demand: Demand | undefined;
    /** Undefined: operations come as text only. */
    readonly resolve: ResolvePersisted | undefined;
    /** Counts why operations are refused. */
    readonly countErrors: CountErrors;
  },
): Admission {
  const { resolve, demand, store } = parts;
  const { showCost, fetchCost, newDocumentCost, planningCostPerMs } = config.demand;
  const rules = admissionRules(config, parts.policies);
  const documents = createDocuments(rules);
  const planning = createPlanning((admitted) => subscribed(admitted).document);
  const admit = createAdmission(store.current, rules, documents);
  const turns = createFairTurns();
  const examine = createRequestPipeline({
    turns,
    resolve,
    admit,
    demand,
    planning,
    pace: paceOf(config.demand),
    isKnown: ({ query, operationName }) => documents.has(store.current(), query, operationName),
    keyOf: ({ query, operationName }) => documents.keyOf(query, operationName),
    maxCost: rules.maxCost,
    showCost,
    prices: { fetch: fetchCost, document: newDocumentCost, planningMs: planningCostPerMs },
  });
  const pipeline: RequestPipeline = async (request, context, transport) => {
    const ready = await examine(request, context, transport);
    if (ready.kind === 'refused') parts.countErrors('other', ready.errors);
    return ready;
  };
  gauge('operation_cache_bytes', 'Bytes of what is remembered of operations', ['cache'], (metric) => {
    metric.set({ cache: 'documents' }, documents.bytes(store.current()));
    metric.set({ cache: 'plans' }, store.current().plans.bytes);
  });
  return { admit: plannedAdmission(admit, planning), pipeline, turns };
}

/** Users and addresses each have a pace of their own. */
function paceOf({
  userPace,
  addressPace,
}: GatewayConfig['demand']): (client: Client) => Promise<void> | undefined {
  const paces = {
    user: createPace({ perSecond: userPace, maxWaitMs: 1_000 }),
    address: createPace({ perSecond: addressPace, maxWaitMs: 1_000 }),
  };
  return ({ kind, key }) => paces[kind].next(key);
}

/** Admission of what runs already: its plan is made before it goes on, in no client's turn. */
function plannedAdmission(admit: Admit, planning: Planning): Admit {
  return async (...given) => {
    const admitted = await admit(...given);
    if (admitted.kind === 'refused') return admitted;
    const plan = await planning.prepare(admitted, admitted.allowedKey);
    return plan.refused ?? admitted;
  };
}

/** The rules of admission: sections `operations` and `demand`, and whether queries may come over the WebSocket. */
export function admissionRules(config: GatewayConfig, evaluator: PolicyEvaluator): AdmissionRules {
  const { operations, subscriptions, demand } = config;
  const { introspection, production } = resolved(config);
  return {
    limits: limitsOf(operations),
    introspection,
    suggestions: !production,
    maxErrors: operations.maxErrors,
    maxResponseBytes: operations.maxResponseBytes,
    maxCached: operations.cached,
    maxCachedBytes: operations.cachedBytes,
    socketQueries: subscriptions.socketQueries,
    establishRights: createRights({
      evaluator,
      timeoutMs: operations.policyTimeoutMs,
      log: logger({ part: 'policies' }),
    }),
    assumedListSize: demand.assumedListSize,
    maxCost: demand.mode === 'enforce' ? demand.maxCost : Infinity,
  };
}
