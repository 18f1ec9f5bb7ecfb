import { logger } from '@nakku/telemetry';
import { limitsOf } from './config/operations.ts';
import { openBuckets } from './policy/cost/buckets.ts';
import { createDemand } from './policy/cost/demand.ts';
import type { AdmissionRules, Admit } from './admission/admit.ts';
import { createEntrance } from './admission/requestPipeline.ts';
import type { Enter } from './admission/requestPipeline.ts';
import { resolved } from './config/gatewayConfig.ts';
import type { GatewayConfig } from './config/gatewayConfig.ts';
import { openDocumentStore } from './admission/persisted/documentStore.ts';
import { createPersistedOperations } from './admission/persisted/persistedOperations.ts';
import { openSafelists } from './admission/persisted/safelists.ts';
import { createRights } from './policy/security/policies.ts';
import type { PolicyEvaluator } from './policy/security/policies.ts';

export interface OpenEntrance {
  readonly enter: Enter;
  stop(): void;
}

/** The entrance of all transports with what it needs: budgets, registered operations, manifests. */
export async function openEntrance(
  { redis, demand, persisted }: GatewayConfig,
  admit: Admit,
): Promise<OpenEntrance> {
  const log = logger({ part: 'entrance' });
  const safelists = openSafelists(persisted.manifests, log);
  const shared = { redisUrl: redis.url, prefix: redis.prefix, withinMs: demand.answerWithinMs };
  const [buckets, store] = await Promise.all([
    openBuckets(shared),
    persisted.automatic && persisted.mode !== 'safelist'
      ? openDocumentStore({
          ...shared,
          mostDocuments: persisted.cached,
          ttlSeconds: persisted.ttlSeconds,
          log,
        })
      : undefined,
  ]);
  const enter = createEntrance({
    resolve: createPersistedOperations({
      mode: persisted.mode,
      requireId: persisted.requireId,
      safelist: safelists.current,
      store,
      log,
    }),
    admit,
    demand: createDemand({
      buckets,
      user: {
        cost: demand.userCost,
        costPerSecond: demand.userCostPerSecond,
        requests: demand.userRequests,
        requestsPerSecond: demand.userRequestsPerSecond,
      },
      address: {
        cost: demand.addressCost,
        costPerSecond: demand.addressCostPerSecond,
        requests: demand.addressRequests,
        requestsPerSecond: demand.addressRequestsPerSecond,
      },
      enforced: demand.mode === 'enforce',
      log,
    }),
    maxCost: demand.maxCost,
    showCost: demand.showCost,
  });
  return {
    enter,
    stop() {
      safelists.stop();
      buckets.stop();
      store?.stop();
    },
  };
}

/** What admission asks of every operation. */
export function admissionRules(config: GatewayConfig, evaluator: PolicyEvaluator): AdmissionRules {
  const { operations, subscriptions, demand } = config;
  const { introspection, production } = resolved(config);
  return {
    limits: limitsOf(operations),
    introspection,
    suggestions: !production,
    mostErrors: operations.maxErrors,
    mostCached: operations.cached,
    socketQueries: subscriptions.socketQueries,
    establishRights: createRights({
      evaluator,
      withinMs: operations.policyTimeoutMs,
      log: logger({ part: 'policies' }),
    }),
    assumedListSize: demand.assumedListSize,
    maxCost: demand.mode === 'enforce' ? demand.maxCost : Infinity,
  };
}
