import { logger } from '@nakku/telemetry';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import type { Allowance } from '../policy/cost/balance.ts';
import { openBuckets } from '../policy/cost/buckets.ts';
import { createDemand } from '../policy/cost/demand.ts';
import type { Demand } from '../policy/cost/demand.ts';
import { createLocalBuckets } from '../policy/cost/localBuckets.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Budgets of clients for cost and requests, in Redis: options in the section `demand`. */
export async function useDemandControl(
  { demand, redis }: Pick<GatewayConfig, 'demand' | 'redis'>,
  lifecycle: Lifecycle,
): Promise<Demand> {
  const buckets = await openBuckets({
    redisUrl: redis.url,
    prefix: redis.prefix,
    timeoutMs: demand.redisTimeoutMs,
  });
  const user = {
    cost: demand.userCost,
    costPerSecond: demand.userCostPerSecond,
    requests: demand.userRequests,
    requestsPerSecond: demand.userRequestsPerSecond,
    documents: demand.userDocuments,
    documentsPerSecond: demand.userDocumentsPerSecond,
  };
  const created = createDemand({
    buckets,
    localBuckets: createLocalBuckets(),
    user,
    address: {
      cost: demand.addressCost,
      costPerSecond: demand.addressCostPerSecond,
      requests: demand.addressRequests,
      requestsPerSecond: demand.addressRequestsPerSecond,
      documents: demand.addressDocuments,
      documentsPerSecond: demand.addressDocumentsPerSecond,
    },
    accounts: times(user, demand.accountsFactor),
    enforced: demand.mode === 'enforce',
    leaseMs: demand.leaseMs,
    log: logger({ part: 'demand' }),
  });
  lifecycle.onStop(async () => {
    await created.reconcile();
    buckets.stop();
  });
  return created;
}

const times = (allowance: Allowance, factor: number): Allowance => ({
  cost: allowance.cost * factor,
  costPerSecond: allowance.costPerSecond * factor,
  requests: allowance.requests * factor,
  requestsPerSecond: allowance.requestsPerSecond * factor,
  documents: allowance.documents * factor,
  documentsPerSecond: allowance.documentsPerSecond * factor,
});
