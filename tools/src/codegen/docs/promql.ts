import type { Metric } from './metrics.ts';

/** A query for a question about a service. */
export interface Question {
  readonly question: string;
  readonly query: string;
}

const within = (service: string): string => `{service="${service}"}`;
const by = (labels: readonly string[]): string => {
  const own = labels.filter((label) => label !== 'service');
  return own.length > 0 ? ` by (${own.join(', ')})` : '';
};

function ofCounter({ name, help, labels }: Metric, service: string): Question[] {
  return [
    { question: `${help}: per second`, query: `sum${by(labels)} (rate(${name}${within(service)}[5m]))` },
  ];
}

function ofHistogram({ name, help, labels }: Metric, service: string): Question[] {
  const own = labels.filter((label) => label !== 'service');
  const quantile = (q: number) =>
    `histogram_quantile(${q}, sum by (${['le', ...own].join(', ')}) (rate(${name}_bucket${within(service)}[5m])))`;
  const rate = (part: string) => `sum(rate(${name}_${part}${within(service)}[5m]))`;
  return [
    { question: `${help}: 50th percentile`, query: quantile(0.5) },
    { question: `${help}: 95th percentile`, query: quantile(0.95) },
    { question: `${help}: 99th percentile`, query: quantile(0.99) },
    { question: `${help}: average`, query: `${rate('sum')} / ${rate('count')}` },
  ];
}

/** Success against failure, and business success against that of HTTP, for each pair that a service has. */
function ofPairs(metrics: readonly Metric[], service: string): Question[] {
  const names = new Set(metrics.map(({ name }) => name));
  const total = (name: string) => `sum(rate(${name}${within(service)}[5m]))`;
  return metrics
    .filter(({ name }) => name.endsWith('_succeeded_total'))
    .flatMap(({ name, help }) => {
      const failed = name.replace('_succeeded_', '_failed_');
      if (!names.has(failed)) return [];
      const requests = `sum(rate(http_requests_total{service="${service}",status_code="200"}[5m]))`;
      return [
        {
          question: `${help}: share of all`,
          query: `${total(name)} / (${total(name)} + ${total(failed)})`,
        },
        { question: `${help}: per HTTP request`, query: `${total(name)} / ${requests}` },
      ];
    });
}

/** Queries for what a service registers itself: rates, percentiles, averages, shares of success. */
export function questionsOf(metrics: readonly Metric[], service: string): Question[] {
  return [
    ...ofPairs(metrics, service),
    ...metrics.flatMap((metric) => {
      if (metric.kind === 'counter') return ofCounter(metric, service);
      if (metric.kind === 'histogram') return ofHistogram(metric, service);
      return [{ question: metric.help, query: `sum${by(metric.labels)} (${metric.name}${within(service)})` }];
    }),
  ];
}
