import { code, generatedFrom, table } from './markdown.ts';
import type { Metric } from './metrics.ts';
import { questionsOf } from './promql.ts';

const rowsOf = (metrics: readonly Metric[]): string[][] =>
  metrics.map(({ name, kind, help, labels, file }) => [
    code(name),
    kind,
    labels.map(code).join(', '),
    help,
    code(file),
  ]);

const HEAD = ['metric', 'kind', 'labels', '', 'registered in'];

/** METRICS.md of one service: what it counts itself, then what every service of its kind counts. */
export function metricsPage(service: string, folder: string, metrics: readonly Metric[]): string {
  const own = metrics.filter(({ file }) => file.startsWith(`${folder}/`));
  const shared = metrics.filter((metric) => !own.includes(metric));
  return [
    generatedFrom('the calls that register them'),
    `# Metrics of ${service}`,
    'Prometheus text on `/metrics` of its internal port (`INTERNAL_PORT`), or OpenMetrics with exemplars (the trace behind the latest ' +
      'observation of each bucket) for a reader that accepts it. Every metric has the label `service`. Series whose labels are known ' +
      'exist from the start, with 0.',
    '## Its own',
    own.length === 0 ? 'None besides those below.' : table(HEAD, rowsOf(own)),
    '## Queries',
    table(
      ['question', 'PromQL'],
      questionsOf(own, service).map(({ question, query }) => [question, code(query)]),
    ),
    '## Of every service that uses the same packages',
    table(HEAD, rowsOf(shared)),
    'And those of the process by prom-client: `process_*` (CPU, memory, open files) and `nodejs_*` (event-loop lag, ' +
      'garbage collection, heap), each with the label `service`.',
    '',
  ].join('\n\n');
}
