import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { typeDefsOf } from '@nakku/graphql-kit';
import { measureFields } from '@nakku/service';
import type { MeasuredFields } from '@nakku/service';
import { registry } from '@nakku/telemetry';
import { buildASTSchema } from 'graphql';
import { metricsOf } from '../../tools/src/codegen/docs/metrics.ts';

const root = path.resolve(import.meta.dirname, '../..');
const subgraphs = readdirSync(path.join(root, 'subgraphs')).filter((name) =>
  existsSync(path.join(root, 'subgraphs', name, 'src/metrics.ts')),
);

/** Every label, with what bounds its values. */
const LABELS: Readonly<Record<string, string>> = {
  service: 'the services',
  subgraph: 'the subgraphs',
  method: 'names in the code: methods of HTTP, mutations, events, deadlines, kinds of payment methods',
  status: 'names in the code',
  state: 'statuses of orders',
  status_code: 'statuses of HTTP',
  failure_reason: 'codes of user errors, bounded by labelWithin',
  reason: 'names in the code',
  outcome: 'names in the code, statuses of HTTP',
  kind: 'names in the code',
  code: 'codes of errors, bounded by labelWithin',
  operation: 'operations of manifests, examples and our own clients, else `other`',
  coordinate: 'deprecated elements of the schema',
  endpoint: 'patterns of routes',
  topic: 'the topics',
  partition: 'partitions of the topics',
  job: 'the jobs',
  cache: 'names in the code',
  budget: 'names in the code',
  transport: 'names in the code',
  from: 'names in the code',
};

test('no metric has a label without a bound', () => {
  const folders = ['gateway', ...subgraphs.map((name) => `subgraphs/${name}`)];
  const labels = new Set(folders.flatMap((folder) => metricsOf(folder, root)).flatMap((one) => one.labels));
  expect([...labels].filter((label) => !Object.hasOwn(LABELS, label))).toEqual([]);
  expect(Object.keys(LABELS).filter((label) => !labels.has(label))).toEqual([]);
});

test.each(subgraphs)('every family of %s has a series before anything happens', async (name) => {
  const { measured }: { measured?: MeasuredFields } = await import(
    path.join(root, 'subgraphs', name, 'src/metrics.ts')
  );
  expect(Object.keys(measured ?? {}).length).toBeGreaterThan(0);
  measureFields(buildASTSchema(typeDefsOf(name), { assumeValidSDL: true }), name, measured ?? {});
  const own = metricsOf(`subgraphs/${name}`, root).filter(({ file }) => file.startsWith('subgraphs/'));
  const text = await registry.metrics();
  const missing = own.filter((one) => !new RegExp(`^${one.name}(_bucket)?[{ ]`, 'm').test(text));
  expect(missing.map((one) => one.name)).toEqual([]);
});
