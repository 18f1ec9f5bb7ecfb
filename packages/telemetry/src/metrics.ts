import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { OpenMetricsContentType } from 'prom-client';
import { openMetricsText } from './openMetrics.ts';
import { sampledTraceId } from './traces.ts';

/** All metrics of this process, as `/metrics` shows them. */
export const registry = new Registry();

/** Histograms, with the trace of the latest observation of each bucket: OpenMetrics alone can say that. */
const exemplars = new Registry<OpenMetricsContentType>();
exemplars.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);

/** Seconds; fine around the budgets of requests (1 ms to 10 s). */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Labels<L extends string> = Readonly<Record<L, string>>;

/**
 * The counter of that name, created at the first call. A name taken by another kind of metric throws.
 * @param zeros combinations of labels that exist from the start, so that a rate sees the first occurrence
 */
export function counter<L extends string>(
  name: string,
  help: string,
  labels: readonly L[] = [],
  zeros: readonly Labels<L>[] = [],
): Counter<L> {
  const known = registry.getSingleMetric(name);
  if (known !== undefined && !(known instanceof Counter)) refuseOtherKind(name);
  const metric: Counter<L> = known ?? new Counter({ name, help, labelNames: labels, registers: [registry] });
  for (const zero of zeros) metric.inc(zero, 0);
  return metric;
}

/** The gauge of that name, created at the first call. `collect` runs at each scrape and may set it. */
export function gauge<L extends string>(
  name: string,
  help: string,
  labels: readonly L[] = [],
  collect?: (gauge: Gauge<L>) => void | Promise<void>,
): Gauge<L> {
  const known = registry.getSingleMetric(name);
  if (known instanceof Gauge) return known;
  if (known !== undefined) refuseOtherKind(name);
  const created: Gauge<L> = new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    ...(collect ? { collect: () => collect(created) } : {}),
  });
  return created;
}

/** The part of prom-client's histogram that services use. */
export interface Observations<L extends string> {
  observe(labels: Partial<Record<L, string | number>>, value: number): void;
  /** Lets the series exist before its first observation. To be called once. */
  startAtZero(labels: Labels<L>): void;
}

const histograms = new Map<string, Observations<string>>();

/**
 * The histogram of that name, created at the first call. `buckets` default to request durations in seconds. What is
 * observed in a sampled trace keeps its id as the exemplar of its bucket.
 * @param zeros combinations of labels that exist from the start
 */
export function histogram<L extends string>(
  name: string,
  help: string,
  labels: readonly L[] = [],
  buckets: readonly number[] = requestBuckets,
  zeros: readonly Labels<L>[] = [],
): Observations<L> {
  const known = histograms.get(name);
  if (known) return known;
  if (registry.getSingleMetric(name) !== undefined) refuseOtherKind(name);
  const metric = new Histogram<string>({
    name,
    help,
    labelNames: labels,
    buckets: [...buckets],
    registers: [exemplars],
    enableExemplars: true,
  });
  registry.registerMetric(metric);
  const created: Observations<string> = {
    observe(values, value) {
      const traceId = sampledTraceId();
      metric.observe({
        labels: values,
        value,
        ...(traceId ? { exemplarLabels: { trace_id: traceId } } : {}),
      });
    },
    startAtZero: (values) => metric.zero(values),
  };
  for (const zero of zeros) created.startAtZero(zero);
  histograms.set(name, created);
  return created;
}

function refuseOtherKind(name: string): never {
  throw new Error(`metric ${name} exists already as another kind`);
}

/**
 * What `/metrics` responds: OpenMetrics with exemplars where the reader accepts it, else the text format of Prometheus.
 * @param accept the request's header
 */
export async function metricsPage(accept = ''): Promise<{ contentType: string; body: string }> {
  const body = await registry.metrics();
  if (!accept.includes('application/openmetrics-text')) return { contentType: registry.contentType, body };
  return { contentType: exemplars.contentType, body: openMetricsText(body, await exemplars.metrics()) };
}

let defaultsCollected = false;

/**
 * Names the service on every metric that does not do so itself, and registers prom-client's process metrics (CPU,
 * memory, GC, event-loop lag), once per process.
 */
export function collectProcessMetrics(service: string): void {
  if (defaultsCollected) return;
  defaultsCollected = true;
  registry.setDefaultLabels({ service });
  exemplars.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
}
