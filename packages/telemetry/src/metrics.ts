import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of this process, as `/metrics` shows them. */
export const registry = new Registry();

/** Seconds; fine around the budgets of requests (1 ms to 10 s). */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The counter of that name, created at the first call. A name taken by another kind of metric throws. */
export function counter<L extends string>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
  const known = registry.getSingleMetric(name);
  if (known instanceof Counter) return known;
  refuseOtherKind(name, known);
  return new Counter({ name, help, labelNames: labels, registers: [registry] });
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
  refuseOtherKind(name, known);
  const created: Gauge<L> = new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    ...(collect ? { collect: () => collect(created) } : {}),
  });
  return created;
}

/** The histogram of that name, created at the first call. `buckets` default to request durations in seconds. */
export function histogram<L extends string>(
  name: string,
  help: string,
  labels: readonly L[] = [],
  buckets: readonly number[] = requestBuckets,
): Histogram<L> {
  const known = registry.getSingleMetric(name);
  if (known instanceof Histogram) return known;
  refuseOtherKind(name, known);
  return new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [registry] });
}

function refuseOtherKind(name: string, known: unknown): void {
  if (known !== undefined) throw new Error(`metric ${name} exists already as another kind`);
}

let defaultsCollected = false;

/** Registers prom-client's process metrics (CPU, memory, GC, event-loop lag), once per process. */
export function collectProcessMetrics(service: string): void {
  if (defaultsCollected) return;
  defaultsCollected = true;
  collectDefaultMetrics({ register: registry, labels: { service } });
}
