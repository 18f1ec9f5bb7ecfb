import { nameLogs } from './logs.ts';
import { collectProcessMetrics } from './metrics.ts';
import { otlpExporter, startTracing, stopTracing } from './traces.ts';

export interface TelemetryOptions {
  readonly service: string;
  /** pino's levels; default LOG_LEVEL, else `info`. */
  readonly logLevel?: string | undefined;
  /** OTLP/HTTP collector, such as `http://127.0.0.1:4318`. Without it no span is recorded. */
  readonly otlpEndpoint?: string | undefined;
}

let users = 0;

/**
 * Starts logs, metrics and traces of this process. Several services in one process (tests) share them: the last
 * `shutdown` flushes the spans.
 */
export function initTelemetry(o: TelemetryOptions): { shutdown(): Promise<void> } {
  users += 1;
  nameLogs(o.service, o.logLevel);
  collectProcessMetrics(o.service);
  startTracing(o.service, o.otlpEndpoint === undefined ? [] : [otlpExporter(o.otlpEndpoint)]);
  let running = true;
  return {
    async shutdown() {
      if (!running) return;
      running = false;
      users -= 1;
      if (users === 0) await stopTracing();
    },
  };
}
