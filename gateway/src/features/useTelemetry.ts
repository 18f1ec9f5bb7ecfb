import { initTelemetry } from '@nakku/telemetry';
import type { GatewayConfig } from '../config/gatewayConfig.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Logs, metrics and traces; the options are `server.logLevel` and `server.otlpEndpoint`. */
export function useTelemetry({ server }: Pick<GatewayConfig, 'server'>, lifecycle: Lifecycle): void {
  // Apollo's gateway would report to its makers.
  process.env.APOLLO_TELEMETRY_DISABLED ??= 'true';
  const { logLevel, otlpEndpoint } = server;
  const telemetry = initTelemetry({ service: 'gateway', logLevel, otlpEndpoint });
  lifecycle.onStop(() => telemetry.shutdown());
}
