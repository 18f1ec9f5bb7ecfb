import type { IdentitySigner } from '@nakku/identity';
import { gauge, logger } from '@nakku/telemetry';
import type { Admit } from '../admission/admit.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import type { ExecuteOptions } from '../execution/execute.ts';
import type { PolicyEvaluator } from '../policy/security/policies.ts';
import type { SubgraphClients } from '../subgraphs/clients.ts';
import { createHub } from '../subscriptions/hub.ts';
import { limitSubscriptions } from '../subscriptions/limitedHub.ts';
import type { LimitedHub } from '../subscriptions/limitedHub.ts';
import { createUpstreams } from '../subscriptions/upstreams.ts';
import type { SupergraphStore } from '../supergraph/store.ts';
import type { Lifecycle } from './lifecycle.ts';

/** The hub in which equal subscriptions become one: options in the section `subscriptions`. */
export function useSubscriptions(
  { subscriptions, execution }: Pick<GatewayConfig, 'subscriptions' | 'execution'>,
  parts: {
    readonly signer: IdentitySigner;
    readonly clients: SubgraphClients;
    readonly store: SupergraphStore;
    readonly policies: PolicyEvaluator;
    readonly executing: ExecuteOptions;
    readonly admit: Admit;
  },
  lifecycle: Lifecycle,
): LimitedHub {
  const upstreams = createUpstreams({
    signer: parts.signer,
    subgraphs: () => Object.keys(parts.clients.all()),
    urlOf: (name) => parts.clients.get(name).url,
    maxSockets: subscriptions.upstreamSockets,
    maxMessageBytes: execution.maxResponseBytes,
    log: logger({ part: 'subscriptions' }),
  });
  lifecycle.onStop(() => upstreams.close());
  const created = createHub({
    ...parts.executing,
    upstreams,
    admit: parts.admit,
    limits: {
      ring: subscriptions.resumeRing,
      ringCharacters: subscriptions.resumeRingCharacters,
      waiting: subscriptions.maxWaitingEvents,
      ownerRetryTimeoutMs: subscriptions.ownerRetryTimeoutMs,
      freshMs: subscriptions.stateFreshMs,
    },
  });
  const hub = limitSubscriptions(created, {
    perUser: subscriptions.maxPerUser,
    perGuestAddress: subscriptions.maxPerGuestAddress,
    perAddress: subscriptions.maxPerAddress,
  });
  parts.store.onReplace(() => void hub.readmitAll());
  parts.policies.onChange?.(() => void hub.readmitAll());
  gauge('subscriptions_active', 'Subscriptions of clients', [], (metric) =>
    metric.set(hub.counts().subscribers),
  );
  gauge('subscription_groups', 'Distinct subscriptions', [], (metric) => metric.set(hub.counts().groups));
  lifecycle.addHealth(() => hub.counts());
  return hub;
}
