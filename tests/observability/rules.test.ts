import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { registeredMetrics } from '../../tools/src/codegen/dashboards/dashboards.ts';
import { unknownMetrics } from '../../tools/src/codegen/dashboards/promqlNames.ts';
import { internalPortOf, SUBGRAPHS, usualPorts } from '../../tools/src/system/ports.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const alert = z.object({
  alert: z.string(),
  expr: z.string(),
  labels: z.object({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.object({ summary: z.string(), runbook: z.string() }),
});
const record = z.object({ record: z.string(), expr: z.string() });
const { groups } = z
  .object({ groups: z.array(z.object({ rules: z.array(z.union([alert, record])) })) })
  .parse(parse(read('deploy/prometheus/rules.yml')));
const rules = groups.flatMap((group) => group.rules);
const alerts = rules.flatMap((rule) => ('alert' in rule ? [rule] : []));

/** Of other programs: Prometheus's blackbox exporter. */
const ofOthers = ['probe_ssl_earliest_cert_expiry'];

test('rules read metrics that the code registers, and what other rules record', () => {
  const recorded = rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));
  const known = new Set([...registeredMetrics(root), ...recorded, ...ofOthers]);
  const unknown = rules.map((rule) => [rule.expr, unknownMetrics(rule.expr, known)] as const);
  expect(unknown.filter(([, names]) => names.length > 0)).toEqual([]);
});

test('each alert links its section of the runbook, and the runbook has no others', () => {
  const headings = [...read('docs/runbook.md').matchAll(/^## (\w+)$/gm)].map(([, heading = '']) => heading);
  expect(alerts.map((one) => one.alert).sort()).toEqual([...headings].sort());
  for (const one of alerts)
    expect(one.annotations.runbook).toBe(`docs/runbook.md#${one.alert.toLowerCase()}`);
});

test('Prometheus scrapes the internal port of every service', () => {
  const config = z
    .object({
      scrape_configs: z.array(
        z.object({
          static_configs: z.array(
            z.object({ targets: z.array(z.string()), labels: z.object({ service: z.string() }) }),
          ),
        }),
      ),
    })
    .parse(parse(read('deploy/prometheus/prometheus.yml')));
  const scraped = config.scrape_configs.flatMap(({ static_configs: all }) =>
    all.map(({ targets, labels }) => [labels.service, ...targets]),
  );
  const ports = usualPorts({});
  const expected = (['gateway', ...SUBGRAPHS] as const).map((name) => [
    name,
    `${name}:${ports[internalPortOf(name)]}`,
  ]);
  expect(scraped).toEqual(expected);
});
