import type { FairTurns } from '../admission/fairTurns.ts';
import type { RequestPipeline } from '../admission/requestPipeline.ts';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import type { Execute } from '../execution/execute.ts';
import { clientIp } from '../request/clientIp.ts';
import type { OperationLabel } from '../request/operationLabels.ts';
import type { LimitedHub } from '../subscriptions/limitedHub.ts';
import { createDocuments } from '../transports/http/documents.ts';
import { createEndpoint } from '../transports/http/endpoint.ts';
import { operationMetrics } from '../transports/http/operationMetrics.ts';
import { createProbePages } from '../transports/http/probes.ts';
import { startPublicServer } from '../transports/http/server.ts';
import type { PublicServer } from '../transports/http/server.ts';
import { multipartFraming } from '../transports/multipart/framing.ts';
import { createStreams } from '../transports/shared/streams.ts';
import { sseFraming } from '../transports/sse/framing.ts';
import { createSockets } from '../transports/websocket/sockets.ts';
import { createPace } from '../policy/cost/pace.ts';
import type { RefusedRequests } from '../policy/cost/refusedRequests.ts';
import type { ObserveUsage } from '../usage/observeUsage.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Security } from './useSecurity.ts';

/**
 * The gateway's port: HTTP, server-sent events, multipart and WebSocket. Options in the section `server`, those of
 * sockets and streams in `subscriptions`. Throws if the port is taken.
 */
export async function useTransports(
  config: GatewayConfig,
  parts: {
    readonly security: Security;
    readonly pipeline: RequestPipeline;
    /** At work that keeps the event loop. */
    readonly turns: FairTurns;
    readonly execute: Execute;
    readonly hub: LimitedHub;
    readonly observe: ObserveUsage;
    /** Counts what is refused before it is read. */
    readonly refusedRequests: RefusedRequests;
    readonly labelOf: OperationLabel;
  },
  lifecycle: Lifecycle,
): Promise<PublicServer> {
  const { server: connections, subscriptions, operations } = config;
  const { security, labelOf, ...operating } = parts;
  const { authenticate, sessions, isAllowedOrigin } = security;
  const { heartbeatMs, maxBufferBytes } = subscriptions;
  const { trustedProxies } = connections;
  const streams = createStreams({
    framings: { sse: sseFraming, multipart: multipartFraming },
    hub: parts.hub,
    sessions,
    isAllowedOrigin,
    heartbeatMs,
    maxBufferBytes,
  });
  const startPace = createPace({ perSecond: subscriptions.startsPerSecond, maxWaitMs: 5_000 });
  const sockets = createSockets({
    ...operating,
    startPace,
    authenticate,
    sessions,
    isAllowedOrigin,
    trustedProxies,
    maxSubscriptions: subscriptions.maxPerSocket,
    socketQueries: subscriptions.socketQueries,
    maxSocketsPerAddress: subscriptions.maxSocketsPerAddress,
    maxMessageBytes: subscriptions.maxMessageBytes,
    maxBufferBytes,
    heartbeatMs,
    initTimeoutMs: subscriptions.initTimeoutMs,
  });
  const probePage = createProbePages(() => lifecycle.health().ready);
  const documents = createDocuments({
    urlOf: (name) => config.supergraph.subgraphUrls[name],
    pace: createPace({ perSecond: 2, maxWaitMs: 5_000 }),
    refusedRequests: parts.refusedRequests,
    trustedProxies,
    timeoutMs: 10_000,
  });
  const server = await startPublicServer({
    host: connections.host,
    port: connections.port,
    endpoint: createEndpoint({
      ...operating,
      startPace,
      authenticate,
      streams,
      isAllowedOrigin,
      trustedProxies,
      maxBodyBytes: operations.maxBodyBytes,
    }),
    upgrade: sockets.upgrade,
    connections,
    page: async (path, request) =>
      (await lifecycle.page(path)) ?? probePage(path) ?? (await documents(path, request)),
    isAllowedOrigin,
    countRefused: (request) => parts.refusedRequests.count(clientIp(request, trustedProxies)),
    record: operationMetrics(labelOf),
  });
  lifecycle.onStop(async () => {
    const spreadMs = Math.min(subscriptions.closeSpreadMs, connections.shutdownGraceMs / 2);
    await Promise.all([
      sockets.stop(spreadMs),
      streams.stop(spreadMs),
      server.drain(connections.shutdownGraceMs / 2),
    ]);
  });
  return server;
}
