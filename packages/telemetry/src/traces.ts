import { createRequire } from 'node:module';
import {
  context,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
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
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { HeaderCarrier } from './headerCarrier.ts';
import { inUnrecordedTrace, unrecordedTrace } from './unrecorded.ts';

export { SpanKind };
export type { Attributes, Span };

let provider: NodeTracerProvider | undefined;

/** What work without a span gets. */
const noSpan = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/** Registers the tracer of this process, once. Without an exporter there are no spans: only the ids are carried on. */
export function startTracing(service: string, exporters: readonly SpanProcessor[]): void {
  if (provider || exporters.length === 0) return;
  provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service }),
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
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
export function inSpan<T>(
  name: string,
  attributes: Attributes,
  fn: (span: Span) => Promise<T>,
  o: { parent?: HeaderCarrier; kind?: SpanKind; onlyIfUsed?: boolean } = {},
): Promise<T> {
  if (!provider) return inUnrecordedTrace(() => fn(noSpan), o.parent, readHeader);
  return inRecordedSpan(name, attributes, fn, o);
}

async function inRecordedSpan<T>(
  name: string,
  attributes: Attributes,
  fn: (span: Span) => Promise<T>,
  o: { readonly parent?: HeaderCarrier; readonly kind?: SpanKind; readonly onlyIfUsed?: boolean },
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
  if (!provider) return { ...unrecordedTrace()?.headers };
  notIdle();
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** The id of the current trace; undefined outside of one. */
export function currentTraceId(): string | undefined {
  if (!provider) return unrecordedTrace()?.traceId;
  const span = trace.getSpanContext(context.active());
  return span && isSpanContextValid(span) ? span.traceId : undefined;
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
