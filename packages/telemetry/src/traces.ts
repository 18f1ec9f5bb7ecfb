import { createRequire } from 'node:module';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import type { Attributes, Span } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';

export { SpanKind };
export type { Attributes, Span };

/** Headers of HTTP or Kafka: what a W3C `traceparent` is read from. */
export type HeaderCarrier = Readonly<Record<string, unknown>>;

let provider: NodeTracerProvider | undefined;

/**
 * Registers the tracer of this process, once. Without an exporter no span is sampled: spans then only carry the
 * ids on, which costs a few microseconds each.
 */
export function startTracing(service: string, exporters: readonly SpanProcessor[]): void {
  if (provider) return;
  const sampled = exporters.length > 0;
  provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service }),
    sampler: sampled ? new ParentBasedSampler({ root: new AlwaysOnSampler() }) : new AlwaysOffSampler(),
    spanProcessors: [...exporters],
  });
  provider.register({ propagator: new W3CTraceContextPropagator() });
}

/** Exports to an OTLP/HTTP collector at `endpoint`, such as `http://127.0.0.1:4318`. */
export function otlpExporter(endpoint: string): SpanProcessor {
  // Loaded only here: it doubles the time that telemetry takes to load. require() is untyped.
  const load = createRequire(import.meta.url);
  const { OTLPTraceExporter } = load(
    '@opentelemetry/exporter-trace-otlp-http',
  ) as typeof import('@opentelemetry/exporter-trace-otlp-http');
  return new BatchSpanProcessor(new OTLPTraceExporter({ url: new URL('/v1/traces', endpoint).href }));
}

/** Sends what is left to the exporter and forgets the tracer. */
export async function stopTracing(): Promise<void> {
  const stopping = provider;
  provider = undefined;
  if (!stopping) return;
  trace.disable();
  context.disable();
  propagation.disable();
  await stopping.shutdown();
}

/** Spans that are exported only if something happens in them, while nothing has. */
const idle = new WeakSet<Span>();

/** Something happens in the current span. */
function notIdle(): void {
  const span = trace.getActiveSpan();
  if (span) idle.delete(span);
}

/**
 * Runs `fn` in a span. The span continues the trace of `parent` (headers of a request or of an event) when
 * given, else the current one. A thrown error marks the span and goes on.
 * @param o.onlyIfUsed the span is exported only if a span or an event arises in it, or an error: for what looks for work
 * and mostly finds none
 */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  fn: (span: Span) => Promise<T>,
  o: { parent?: HeaderCarrier; kind?: SpanKind; onlyIfUsed?: boolean } = {},
): Promise<T> {
  notIdle();
  const parent = o.parent
    ? propagation.extract(ROOT_CONTEXT, o.parent, { keys: Object.keys, get: readHeader })
    : context.active();
  const span = trace
    .getTracer('nakku')
    .startSpan(name, { attributes, kind: o.kind ?? SpanKind.INTERNAL }, parent);
  if (o.onlyIfUsed) idle.add(span);
  try {
    return await context.with(trace.setSpan(parent, span), fn, undefined, span);
  } catch (error) {
    idle.delete(span);
    if (span.isRecording()) {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    throw error;
  } finally {
    // What never ends is never exported.
    if (!idle.delete(span)) span.end();
  }
}

/** Says what the current span is about, such as `order.id`: traces of the same order are found by it. */
export function describeSpan(attributes: Attributes): void {
  const span = trace.getActiveSpan();
  if (!span) return;
  idle.delete(span);
  span.setAttributes(attributes);
}

/** The headers that carry the current trace to another service: `traceparent`, and `tracestate` if there is one. */
export function traceHeaders(): Record<string, string> {
  notIdle();
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** Id of the current trace if it is recorded: only then somebody can look at it. */
export function sampledTraceId(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  return span && (span.traceFlags & TraceFlags.SAMPLED) !== 0 ? span.traceId : undefined;
}

/** kafkajs gives header values as buffers, node:http as strings or lists of them. */
function readHeader(carrier: HeaderCarrier, key: string): string | undefined {
  const value = carrier[key];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  return Buffer.isBuffer(first) ? first.toString('utf8') : undefined;
}
