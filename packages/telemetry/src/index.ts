export { initTelemetry } from './telemetry.ts';
export { logger, loggerTo } from './logs.ts';
export type { Logger } from 'pino';
export { counter, gauge, histogram, registry } from './metrics.ts';
export { httpMetrics } from './httpMetrics.ts';
export { currentContext, requestContext, runInContext } from './context.ts';
export type { RequestContext } from './context.ts';
export { inSpan, SpanKind, traceHeaders } from './traces.ts';
