import type { Span } from './store.ts';

const milliseconds = (ns: bigint): string => (Number(ns) / 1e6).toFixed(1);

/**
 * One line a span, indented below the span that caused it: service, name, start since the trace's first span, duration,
 * attributes.
 */
export function traceTree(spans: readonly Span[]): string {
  const [first] = spans;
  if (!first) return '';
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const lines: string[] = [];
  const draw = (span: Span, depth: number): void => {
    lines.push(`${'  '.repeat(depth)}${lineOf(span, first.start)}`);
    for (const child of spans) if (child.parentSpanId === span.spanId) draw(child, depth + 1);
  };
  for (const span of spans) if (span.parentSpanId === undefined || !ids.has(span.parentSpanId)) draw(span, 0);
  return `${lines.join('\n')}\n`;
}

function lineOf(span: Span, zero: bigint): string {
  const attributes = Object.entries(span.attributes).map(([key, value]) => ` ${key}=${value}`);
  const at = `+${milliseconds(span.start - zero)} ms, ${milliseconds(span.end - span.start)} ms`;
  const links = span.links > 0 ? `, ${span.links} links` : '';
  return `${span.service} ${span.name}  ${at}${span.isError ? ', ERROR' : ''}${links} ${attributes.join('')}`.trimEnd();
}

/** One line a trace: id, spans, services, duration, the name of its first span. */
export function traceLine(spans: readonly Span[]): string {
  const [first] = spans;
  if (!first) return '';
  const end = spans.reduce((latest, span) => (span.end > latest ? span.end : latest), first.end);
  const services = new Set(spans.map(({ service }) => service));
  return `${first.traceId}  ${spans.length} spans  ${[...services].join(',')}  ${milliseconds(end - first.start)} ms  ${first.name}`;
}
