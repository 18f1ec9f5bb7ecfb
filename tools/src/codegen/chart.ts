import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentVariables } from '@nakku/gateway';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { repositoryRoot } from '../checkout/state.ts';
import { SUBGRAPHS } from '../system/ports.ts';
import type { SubgraphName } from '../system/ports.ts';
import type { Artefact } from './artefact.ts';

const FILE = 'deploy/helm/nakku/values.schema.json';

/** What the chart sets itself, from values of its own. */
const OF_CHART = new Set([
  ...['NODE_ENV', 'HOST', 'PORT', 'INTERNAL_HOST', 'INTERNAL_PORT', 'SHUTDOWN_GRACE_MS', 'TRUSTED_PROXIES'],
  ...['SUBGRAPH_URLS', 'USERS_JWKS_URL', 'PAYMENTS_WEBHOOK_PORT', 'MIGRATE_ON_START'],
  ...['KAFKA_BROKERS', 'KAFKA_TOPIC_PREFIX', 'REDIS_URL', 'REDIS_PREFIX', 'LOG_LEVEL', 'OTLP_ENDPOINT'],
]);
/** What production refuses. */
const FOR_TESTS = new Set(['FAILPOINTS', 'FAILPOINTS_SPENT', 'EVENT_FAULTS', 'EXPLORER_ACCOUNTS']);
/** What belongs into the Secret: it must never be rendered. */
const SECRET = /(SECRET|_JWK|PASSWORD|_KEY|DATABASE_URL)(_|$)/;

/** Names of a subgraph's environment variables. */
async function variablesOf(subgraph: SubgraphName): Promise<string[]> {
  const file = path.join(repositoryRoot, 'subgraphs', subgraph, 'src/config.ts');
  const module: unknown = await import(pathToFileURL(file).href);
  const { configSchema } = z.object({ configSchema: z.instanceof(z.ZodObject) }).parse(module);
  return Object.keys(configSchema.shape);
}

const text = z.string();
const name = z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
const port = z.int().min(1).max(65_535);
const count = z.int().min(1).max(1_000);
const percent = z.int().min(1).max(100);
const variable = /^[A-Z][A-Z0-9_]*$/;
const quantities = z.record(z.string(), z.union([text, z.number()]));
const resources = z.strictObject({ requests: quantities.optional(), limits: quantities.optional() });
/** Environment variable: key in the Secret. */
const secrets = z.record(z.string().regex(variable), z.string().regex(/^[\w.-]+$/));
const labels = z.record(z.string(), z.string());

/** Settings by the name of their environment variable. */
function settings(variables: readonly string[]) {
  const allowed = variables.filter((one) => !OF_CHART.has(one) && !FOR_TESTS.has(one) && !SECRET.test(one));
  return z.partialRecord(z.enum(allowed.sort()), z.union([text, z.number(), z.boolean()]));
}

const pods = {
  replicas: count,
  maxReplicas: count,
  graceSeconds: z.int().min(1).max(600),
  resources,
  nodeSelector: labels,
  tolerations: z.array(z.record(z.string(), z.unknown())),
  annotations: labels,
};

async function valuesSchema() {
  const all = await Promise.all(SUBGRAPHS.map(async (one) => [one, await variablesOf(one)] as const));
  const ofGateway = environmentVariables().map(({ env }) => env);
  const inEach = all.map(([, own]) => own).reduce((common, own) => common.filter((one) => own.includes(one)));
  const service = { ...z.object(pods).partial().shape, port, internalPort: port, secrets };
  const subgraphs = all.map(([subgraph, variables]) => [
    subgraph,
    z.strictObject({
      ...service,
      environment: settings(variables).optional(),
      webhookPort: port.optional(),
      events: z.array(name).optional(),
    }),
  ]);
  return z.strictObject({
    // What Helm itself hands to every chart.
    global: z.record(z.string(), z.unknown()).optional(),
    image: z.strictObject({
      repository: text.min(1),
      tag: text,
      pullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']),
      pullSecrets: z.array(name),
    }),
    existingSecret: name,
    kafka: z.strictObject({ brokers: text.min(1), topicPrefix: z.string().regex(/^[\w.-]*$/) }),
    redis: z.strictObject({ url: z.string().regex(/^(rediss?:\/\/[^@]+)?$/), prefix: text }),
    otlpEndpoint: z.string().regex(/^(https?:\/\/.+)?$/),
    logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    sharedSecrets: secrets,
    environment: settings(inEach),
    migrations: z.strictObject({
      enabled: z.boolean(),
      lockTimeoutMs: z.int().min(100).max(600_000),
      lockAttempts: count,
      activeDeadlineSeconds: z.int().min(1),
      backoffLimit: z.int().min(0).max(100),
    }),
    defaults: z.strictObject(pods),
    gateway: z.strictObject({
      ...service,
      environment: settings(ofGateway).optional(),
      trustedProxies: z.int().min(0).max(8),
    }),
    subgraphs: z.strictObject(
      z.record(z.string(), z.instanceof(z.ZodObject)).parse(Object.fromEntries(subgraphs)),
    ),
    podDisruptionBudget: z.strictObject({ maxUnavailable: count }),
    autoscaling: z.strictObject({
      kind: z.enum(['hpa', 'keda', 'none']),
      cpuUtilization: percent,
      lagThreshold: z.int().min(1),
    }),
    networkPolicy: z.strictObject({
      enabled: z.boolean(),
      ingressNamespace: name,
      monitoringNamespace: name,
    }),
    ingress: z.strictObject({
      enabled: z.boolean(),
      className: name,
      host: name,
      tlsSecret: name,
      annotations: labels,
    }),
    gatewayApi: z.strictObject({
      enabled: z.boolean(),
      parent: z.strictObject({ name, namespace: name }),
      host: name,
    }),
    monitoring: z.strictObject({
      serviceMonitors: z.boolean(),
      rules: z.boolean(),
      dashboards: z.boolean(),
      labels,
      dashboardLabels: labels,
    }),
  });
}

/** What values of the Helm chart may hold: every setting of every service, and nothing that is none. */
export const chart: Artefact = {
  name: 'chart',
  what: FILE,
  async files() {
    const options = await resolveConfig(path.join(repositoryRoot, FILE));
    const schema = z.toJSONSchema(await valuesSchema(), { target: 'draft-7', io: 'input' });
    return new Map([[FILE, await format(JSON.stringify(schema), { ...options, filepath: FILE })]]);
  },
};
