import { logger } from '@nakku/telemetry';
import { createAdmission } from '../admission/admit.ts';
import type { AdmissionRules, Admit } from '../admission/admit.ts';
import { createRequestPipeline } from '../admission/requestPipeline.ts';
import type { RequestPipeline } from '../admission/requestPipeline.ts';
import type { ResolvePersisted } from '../admission/persisted/persistedOperations.ts';
import { resolved } from '../config/gatewayConfig.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import { limitsOf } from '../config/operations.ts';
import type { Demand } from '../policy/cost/demand.ts';
import { createRights } from '../policy/security/policies.ts';
import type { PolicyEvaluator } from '../policy/security/policies.ts';
import type { SupergraphStore } from '../supergraph/store.ts';

export interface Admission {
  readonly admit: Admit;
  readonly pipeline: RequestPipeline;
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
  },
): Admission {
  const { maxCost, showCost } = config.demand;
  const admit = createAdmission(parts.store.current, admissionRules(config, parts.policies));
  const { resolve, demand } = parts;
  return { admit, pipeline: createRequestPipeline({ resolve, admit, demand, maxCost, showCost }) };
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
    maxCached: operations.cached,
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
