import { parser } from '@prometheus-io/lezer-promql';

/** A query in which Grafana's variables have values. */
export const withoutVariables = (query: string): string =>
  query.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h');

/**
 * The metrics that a query reads.
 * @throws Error where it is not PromQL
 */
export function metricsIn(query: string): string[] {
  const text = withoutVariables(query);
  const names: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${text}`);
      if (node.name !== 'VectorSelector') return;
      const [name] = /^[a-zA-Z_:][\w:]*/.exec(text.slice(node.from, node.to)) ?? [];
      if (name !== undefined) names.push(name);
    },
  });
  return names;
}

/** prom-client's own, and Prometheus's. */
const given = /^(up|process_\w+|nodejs_\w+)$/;

/** Those of a query's metrics that no service registers and no rule records. */
export function unknownMetrics(query: string, known: ReadonlySet<string>): string[] {
  return metricsIn(query).filter(
    (name) => !given.test(name) && !known.has(name) && !known.has(name.replace(/_(bucket|sum|count)$/, '')),
  );
}
