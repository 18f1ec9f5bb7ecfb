/** Logs, metrics, traces and the context of a request, the same in every service. */

export { initTelemetry } from './telemetry.ts';
export { logger, loggerTo } from './logs.ts';
export type { Logger } from 'pino';
export { counter, gauge, histogram, metricsPage, registry } from './metrics.ts';
export { workMetrics } from './workMetrics.ts';
export type { WorkMetrics } from './workMetrics.ts';
export { labelWithin } from './labelWithin.ts';
export { httpMetrics } from './httpMetrics.ts';
export { currentContext, requestContext, runInContext } from './context.ts';
export type { RequestContext } from './context.ts';
export { describeSpan, inSpan, SpanKind, traceHeaders } from './traces.ts';
