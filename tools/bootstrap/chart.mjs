// The Helm chart without a cluster: lint, templates against Kubernetes' own schemas, each value changes something, and no secret
// is rendered. Needs `helm`; the schemas are those of PyPI's `kubernetes-validate`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';

const chart = path.resolve(import.meta.dirname, '../../deploy/helm/nakku');
const KUBERNETES = '1.34';
/** Installations whose objects differ: what they change of the values. */
const INSTALLATIONS = {
  default: {},
  everything: {
    autoscaling: { kind: 'keda' },
    gatewayApi: { enabled: true },
    monitoring: { serviceMonitors: true, rules: true, dashboards: true },
    image: { pullSecrets: ['registry'] },
    otlpEndpoint: 'http://collector:4318',
    sharedSecrets: { REDIS_URL: 'REDIS_URL' },
    defaults: { nodeSelector: { pool: 'shop' }, tolerations: [{ key: 'shop', operator: 'Exists' }] },
  },
  ingress: { ingress: { enabled: true }, autoscaling: { kind: 'none' }, migrations: { enabled: false } },
};
/** Objects of operators: Kubernetes itself has no schema of them. */
const OF_OPERATORS = ['ScaledObject', 'HTTPRoute', 'ServiceMonitor', 'PrometheusRule'];

const folder = mkdtempSync(path.join(tmpdir(), 'nakku-chart-'));
const problems = [];
const isThere = (program) => !spawnSync(program, ['--help']).error;

function run(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error || status !== 0)
    throw new Error(`${program} ${args.join(' ')}\n${error?.message ?? stdout + stderr}`);
  return stdout;
}

function render(values) {
  const file = path.join(folder, 'values.yaml');
  writeFileSync(file, stringify(values));
  return run('helm', ['template', 'shop', chart, '--kube-version', `${KUBERNETES}.0`, '--values', file]);
}

function validate(name, rendered) {
  const file = path.join(folder, `${name}.yaml`);
  writeFileSync(file, rendered);
  run('kubernetes-validate', ['-k', KUBERNETES, '--strict', '--no-warn', '--quiet', file]);
}

const kindOf = (text) => /^kind: (\w+)$/m.exec(text)?.[1];

/** Every value of the chart that is no map: its path and what stands there. */
function leaves(value, at = []) {
  const isMap = value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isMap || Object.keys(value).length === 0) return [[at, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...at, key]));
}

const nested = (at, value) => at.reduceRight((inner, key) => ({ [key]: inner }), value);

/** Another value that the schema allows at the same place; undefined: the place has no second one. */
function another(at, value) {
  const key = at.at(-1);
  if (key === 'kind') return 'none';
  if (key === 'pullPolicy') return 'Always';
  if (key === 'logLevel') return 'debug';
  if (key === 'url') return 'redis://other:6379';
  if (key === 'otlpEndpoint') return 'http://collector:4318';
  if (key === 'pullSecrets') return ['registry'];
  if (key === 'tolerations') return [{ key: 'shop', operator: 'Exists' }];
  if (key === 'sharedSecrets') return { REDIS_URL: 'REDIS_URL' };
  if (key === 'environment') return { DATABASE_POOL_SIZE: 20 };
  if (Array.isArray(value)) return [...value, 'other'];
  if (typeof value === 'object') return { other: 'value' };
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  return key === 'cpu' ? '77m' : key === 'memory' ? '777Mi' : `${value}x`;
}

/** Which installation shows the value: those of a feature that is off change nothing. */
const shownBy = (at) =>
  at[0] === 'ingress'
    ? 'ingress'
    : ['gatewayApi', 'monitoring'].includes(at[0]) || ['lagThreshold', 'events'].includes(at.at(-1))
      ? 'everything'
      : 'default';

try {
  if (!isThere('helm')) throw new Error('helm is not installed');
  run('helm', ['lint', '--strict', chart]);
  const hasSchemas = isThere('kubernetes-validate');
  if (!hasSchemas) console.log('kubernetes-validate is not installed: objects are not compared with schemas');
  const rendered = {};
  for (const [name, values] of Object.entries(INSTALLATIONS)) {
    rendered[name] = render(values);
    const objects = rendered[name].split(/^---$/m).map((text) => [kindOf(text), text]);
    if (objects.some(([kind]) => kind === 'Secret'))
      problems.push(`${name}: a Secret is rendered; it must exist before`);
    const core = objects.filter(([kind]) => kind && !OF_OPERATORS.includes(kind));
    if (hasSchemas) validate(name, core.map(([, text]) => text).join('---'));
  }
  for (const [at, value] of leaves(parse(readFileSync(path.join(chart, 'values.yaml'), 'utf8')))) {
    const installation = shownBy(at);
    const effective = at.reduce((inner, key) => inner?.[key], INSTALLATIONS[installation]) ?? value;
    const file = path.join(folder, 'installation.yaml');
    writeFileSync(file, stringify(INSTALLATIONS[installation]));
    const changed = path.join(folder, 'changed.yaml');
    writeFileSync(changed, stringify(nested(at, another(at, effective))));
    const args = ['--kube-version', `${KUBERNETES}.0`, '--values', file, '--values', changed];
    if (run('helm', ['template', 'shop', chart, ...args]) === rendered[installation])
      problems.push(`values.yaml: ${at.join('.')} changes nothing`);
  }
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(folder, { recursive: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
