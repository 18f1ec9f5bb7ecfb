import { z } from 'zod';

const value = z.looseObject({
  stringValue: z.string().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
});
const attributes = z.array(z.object({ key: z.string(), value })).default([]);
const nanoseconds = z.union([z.string(), z.number()]).transform((text) => BigInt(text));
const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes,
  status: z.object({ code: z.number().optional() }).optional(),
  links: z.array(z.unknown()).default([]),
});
/** The body of OTLP over HTTP, as JSON: `ExportTraceServiceRequest`. */
const exportSchema = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).optional(),
        scopeSpans: z.array(z.object({ spans: z.array(spanSchema).default([]) })).default([]),
      }),
    )
    .default([]),
});

export interface Span {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** Nanoseconds since 1970. */
  readonly start: bigint;
  readonly end: bigint;
  readonly isError: boolean;
  readonly links: number;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface TraceStoreLimits {
  /** The oldest traces are forgotten beyond it. */
  readonly maxTraces: number;
  /** Later spans of a trace are dropped beyond it. */
  readonly maxSpansPerTrace: number;
}

/** The latest traces, in memory. */
export class TraceStore {
  readonly #limits: TraceStoreLimits;
  readonly #traces = new Map<string, Span[]>();

  constructor(limits: TraceStoreLimits) {
    this.#limits = limits;
  }

  /** @throws ZodError when the body is not what OTLP says */
  add(body: unknown): void {
    for (const { resource, scopeSpans } of exportSchema.parse(body).resourceSpans) {
      const service = textsOf(resource?.attributes ?? [])['service.name'] ?? 'unknown';
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) this.#addSpan(service, span);
    }
  }

  /** Newest first, each with its spans in the order of their start. */
  traces(): Span[][] {
    return [...this.#traces.values()].reverse().map(inOrder);
  }

  trace(id: string): Span[] {
    return inOrder(this.#traces.get(id) ?? []);
  }

  #addSpan(service: string, span: z.output<typeof spanSchema>): void {
    const spans = this.#traces.get(span.traceId) ?? [];
    if (spans.length >= this.#limits.maxSpansPerTrace) return;
    spans.push({
      service,
      traceId: span.traceId,
      spanId: span.spanId,
      parentSpanId: span.parentSpanId,
      name: span.name,
      start: span.startTimeUnixNano,
      end: span.endTimeUnixNano,
      isError: span.status?.code === 2,
      links: span.links.length,
      attributes: textsOf(span.attributes),
    });
    this.#traces.set(span.traceId, spans);
    for (const id of this.#traces.keys()) {
      if (this.#traces.size <= this.#limits.maxTraces) return;
      this.#traces.delete(id);
    }
  }
}

const inOrder = (spans: readonly Span[]): Span[] =>
  [...spans].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));

function textsOf(list: z.output<typeof attributes>): Record<string, string> {
  return Object.fromEntries(list.map(({ key, value: one }) => [key, String(Object.values(one)[0] ?? '')]));
}
