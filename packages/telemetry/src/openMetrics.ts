/**
 * The text format of Prometheus as OpenMetrics 1.0: families of counters without their suffix, no empty lines, an end
 * mark. prom-client can write either, but only for a registry that holds nothing else.
 * @param text all families in the format of Prometheus
 * @param exemplars families in OpenMetrics that replace those of the same name: histograms with their exemplars
 */
export function openMetricsText(text: string, exemplars: string): string {
  const replaced = new Set([...exemplars.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
  const families = text.split(/\n\n+/).flatMap((family) => {
    const [, name = '', type = ''] = /^# TYPE (\S+) (\S+)$/m.exec(family) ?? [];
    if (name === '' || replaced.has(name)) return [];
    if (type !== 'counter') return [family.trimEnd()];
    if (!name.endsWith('_total')) return [family.trimEnd().replace(/^(# TYPE \S+) counter$/m, '$1 unknown')];
    return [
      family
        .trimEnd()
        .replaceAll(`# HELP ${name} `, `# HELP ${name.slice(0, -6)} `)
        .replaceAll(`# TYPE ${name} `, `# TYPE ${name.slice(0, -6)} `),
    ];
  });
  return [...families, exemplars].join('\n');
}
