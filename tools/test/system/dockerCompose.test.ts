import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { developmentMark } from '@nakku/service';
import { parse } from 'yaml';
import { z } from 'zod';
import { usualPorts } from '../../src/system/ports.ts';
import { DEVELOPMENT_MARK, SECRET_VARIABLES, asEnvFile, generateSecrets } from '../../src/system/secrets.ts';
import { USUAL_PORTS } from '../../src/servers/startServers.ts';
import type { Installation, ServiceDefinition } from '../../src/system/services.ts';
import { SERVICES } from '../../src/system/services.ts';
import { repositoryRoot } from '../../src/checkout/state.ts';

const conditionSchema = z.enum(['service_healthy', 'service_completed_successfully']);
const serviceSchema = z.object({
  image: z.string(),
  build: z
    .object({
      context: z.string(),
      dockerfile: z.string(),
      target: z.string(),
      args: z.object({ SERVICE: z.string() }),
    })
    .optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  mem_limit: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: conditionSchema })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()).default({}),
});

const compose = composeSchema.parse(
  parse(readFileSync(path.join(repositoryRoot, 'docker-compose.yml'), 'utf8'), { merge: true }),
);
const serviceOf = (name: string): z.infer<typeof serviceSchema> =>
  serviceSchema.parse(compose.services[name]);

const required = (name: string): string => `\${${name}:?npm run -s secrets >> .env}`;
const inContainers: Installation = {
  host: '0.0.0.0',
  hostOf: (port) =>
    ({ 'payments-webhook': 'payments', 'mail-catcher-smtp': 'mail-catcher' })[String(port)] ?? port,
  servers: {
    postgresUrl: 'postgresql://postgres@postgres:5432',
    kafkaBrokers: 'kafka:9092',
    redisUrl: 'redis://redis:6379',
  },
  ports: usualPorts({}),
  databasePrefix: 'nakku_',
  topicPrefix: '',
  redisPrefix: '',
  durationsProfile: '${DURATIONS_PROFILE:-demo}',
  logLevel: '${LOG_LEVEL:-info}',
  otlpEndpoint: '${OTLP_ENDPOINT:-}',
  providerFolder: '/data',
  providerPublicUrl: 'http://127.0.0.1:${PAYMENT_PROVIDER_PORT:-4020}',
  secrets: {
    identityPrivateJwk: required(SECRET_VARIABLES.identityPrivateJwk),
    identityPublicJwks: required(SECRET_VARIABLES.identityPublicJwks),
    quotePrivateJwk: required(SECRET_VARIABLES.quotePrivateJwk),
    quotePublicJwks: required(SECRET_VARIABLES.quotePublicJwks),
    deliveryHandoverSecret: required(SECRET_VARIABLES.deliveryHandoverSecret),
    usersKeyEncryptionSecret: required(SECRET_VARIABLES.usersKeyEncryptionSecret),
    paymentsWebhookSecret: required(SECRET_VARIABLES.paymentsWebhookSecret),
    stripeSecretKey: required(SECRET_VARIABLES.stripeSecretKey),
  },
};

describe('docker-compose.yml', () => {
  const observers = ['prometheus', 'alertmanager', 'grafana', 'otel-collector', 'jaeger'];

  test('has every service of the table, the servers, Kafka UI and the seed; observers by their profile', () => {
    const expected = [
      ...observers,
      ...SERVICES.map(({ name }) => name),
      'postgres',
      'kafka',
      'redis',
      'kafka-ui',
      'seed',
    ];
    expect(Object.keys(compose.services).sort()).toEqual(expected.sort());
    const byProfile = Object.entries(compose.services).filter(([, { profiles }]) =>
      profiles.includes('observe'),
    );
    expect(byProfile.map(([name]) => name).sort()).toEqual([...observers].sort());
  });

  test.each(SERVICES.map((service): [string, ServiceDefinition] => [service.name, service]))(
    'gives %s the environment of the table and its own image',
    (name, service) => {
      const { environment, build } = serviceOf(name);
      expect(environment).toEqual({ NODE_ENV: 'development', ...service.environment(inContainers) });
      expect(build).toEqual({
        context: '.',
        dockerfile: 'deploy/docker/Dockerfile',
        target: 'rehearsal',
        args: { SERVICE: name },
      });
    },
  );

  test('checks the health of everything that listens', () => {
    const unchecked = Object.entries(compose.services).flatMap(([name, { healthcheck }]) =>
      healthcheck?.test && healthcheck.disable !== true ? [] : [name],
    );
    expect(unchecked.sort()).toEqual(['jaeger', 'otel-collector', 'seed', 'simulator']);
  });

  test('starts subgraphs after healthy servers, payments after its provider, the gateway after all subgraphs', () => {
    const servers = { postgres: 'service_healthy', kafka: 'service_healthy', redis: 'service_healthy' };
    const conditionsOf = (name: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(serviceOf(name).depends_on).map(([other, { condition }]) => [other, condition]),
      );
    const subgraphs = SERVICES.filter(({ kind }) => kind === 'subgraph').map(({ name }) => name);
    for (const name of subgraphs) {
      const extra = name === 'payments' ? { 'payment-provider': 'service_healthy' } : {};
      expect([name, conditionsOf(name)]).toEqual([name, { ...servers, ...extra }]);
    }
    const allHealthy = Object.fromEntries(subgraphs.map((name) => [name, 'service_healthy']));
    expect(conditionsOf('gateway')).toEqual({ redis: 'service_healthy', ...allHealthy });
  });

  test('publishes ports on 127.0.0.1 only, those of the servers where embedded ones would be', () => {
    const published = Object.values(compose.services).flatMap(({ ports }) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(published.sort()).toEqual([
      '127.0.0.1:${ALERTMANAGER_PORT:-9093}:9093',
      '127.0.0.1:${GATEWAY_PORT:-4000}:4000',
      '127.0.0.1:${GRAFANA_PORT:-3000}:3000',
      '127.0.0.1:${JAEGER_PORT:-16686}:16686',
      '127.0.0.1:${KAFKA_UI_PORT:-8080}:8080',
      '127.0.0.1:${MAIL_CATCHER_PORT:-4021}:4021',
      `127.0.0.1:\${NAKKU_KAFKA_PORT:-${USUAL_PORTS.kafka}}:19092`,
      `127.0.0.1:\${NAKKU_POSTGRES_PORT:-${USUAL_PORTS.postgres}}:5432`,
      `127.0.0.1:\${NAKKU_REDIS_PORT:-${USUAL_PORTS.redis}}:6379`,
      '127.0.0.1:${PAYMENT_PROVIDER_PORT:-4020}:4020',
      '127.0.0.1:${PROMETHEUS_PORT:-9090}:9090',
    ]);
  });

  test('declares the volumes that it uses', () => {
    const used = Object.values(compose.services).flatMap(({ volumes }) =>
      volumes.map((v) => v.split(':')[0] ?? ''),
    );
    const files = used.filter((one) => one.startsWith('./'));
    expect(files.filter((file) => !existsSync(path.join(repositoryRoot, file)))).toEqual([]);
    const named = used.filter((one) => !files.includes(one));
    expect(named.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  test('.env.example names every variable that it reads', () => {
    const text = readFileSync(path.join(repositoryRoot, 'docker-compose.yml'), 'utf8');
    const example = readFileSync(path.join(repositoryRoot, '.env.example'), 'utf8');
    const read = new Set(Array.from(text.matchAll(/\$\{([A-Z_]+)/g), ([, name]) => name ?? ''));
    expect([...read].filter((name) => !new RegExp(`^# ${name}=`, 'm').test(example))).toEqual([]);
  });
});

describe('docker-compose.production.yml', () => {
  const text = readFileSync(path.join(repositoryRoot, 'docker-compose.production.yml'), 'utf8');
  const production = composeSchema.parse(parse(text, { merge: true }));
  const served = SERVICES.filter(({ kind }) => kind !== 'simulator');

  test('has the services that serve customers, and nothing of a rehearsal', () => {
    expect(Object.keys(production.services).sort()).toEqual(served.map(({ name }) => name).sort());
    expect(text).not.toMatch(/EXPLORER|nakku-demo|COST_PER|REQUESTS_PER|AUTH_LIMIT|trust/);
  });

  test.each(served.map((service): [string, ServiceDefinition] => [service.name, service]))(
    'gives %s what the table gives it in production, from the environment',
    (name, service) => {
      const environment = production.services[name]?.environment ?? {};
      const i = { ...inContainers, durationsProfile: 'production' };
      /** The simulated provider's place, and what a rehearsal fixes. */
      const notHere = ['STRIPE_API_HOST', 'STRIPE_API_PORT', 'SHUTDOWN_GRACE_MS'];
      const expected = Object.keys(service.environment(i)).filter((one) => !notHere.includes(one));
      expect(Object.keys(environment).sort()).toEqual(
        [...expected, 'NODE_ENV', ...(name === 'gateway' ? ['TRUSTED_PROXIES'] : [])].sort(),
      );
      expect(environment.NODE_ENV).toBe('production');
      const secrets = Object.values(SECRET_VARIABLES).filter((one) => Object.hasOwn(environment, one));
      for (const secret of secrets) expect(environment[secret]).toBe(`\${${secret}:?}`);
      expect(production.services[name]?.build).toMatchObject({
        target: 'production',
        args: { SERVICE: name },
      });
    },
  );

  test('takes every right and the writing of files from services, and limits their memory', () => {
    for (const services of [compose.services, production.services])
      for (const { name } of SERVICES.filter((one) => Object.hasOwn(services, one.name)))
        expect([name, services[name]]).toEqual([
          name,
          expect.objectContaining({
            read_only: true,
            cap_drop: ['ALL'],
            security_opt: ['no-new-privileges:true'],
            mem_limit: '768m',
          }),
        ]);
  });

  test('publishes on 127.0.0.1 only', () => {
    const published = Object.values(production.services).flatMap(({ ports }) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('the image', () => {
  const dockerfile = readFileSync(path.join(repositoryRoot, 'deploy/docker/Dockerfile'), 'utf8');

  test('is built in a stage of its own, and does not run as root', () => {
    expect(dockerfile.match(/^FROM .*$/gm)).toHaveLength(4);
    expect(dockerfile).toContain('COPY --from=build');
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
  });

  test('of production has neither tools nor seeds, and is what is built unless another is asked for', () => {
    const [stripped = '', production = ''] = dockerfile.split(/^FROM /m).slice(-2);
    expect(stripped).toMatch(
      /^build AS stripped\nRUN rm -rf tools .*packages\/demo .*commands\/seed\.js \\\n.*@nakku\/tools .*@nakku\/demo/,
    );
    expect(production).toContain('COPY --from=stripped');
    expect(production).toContain('ENV NODE_ENV=production');
  });

  test('starts files that exist', () => {
    for (const file of [
      'deploy/docker/run-service.mjs',
      'deploy/docker/health.mjs',
      'tools/src/simulators/payment-provider/main.ts',
      'tools/src/simulators/mail-catcher/main.ts',
      'tools/src/simulators/staff/main.ts',
    ]) {
      expect([file, existsSync(path.join(repositoryRoot, file))]).toEqual([file, true]);
    }
  });
});

test('development secrets carry the mark that services refuse in production', async () => {
  expect(DEVELOPMENT_MARK).toBe(developmentMark);
  const { deliveryHandoverSecret } = await generateSecrets(DEVELOPMENT_MARK);
  expect(deliveryHandoverSecret).toMatch(/^dev-only_[\w-]{43}$/);
});

test('secrets of an installation carry no development mark; each is a line that a .env file can hold', async () => {
  const lines = asEnvFile(await generateSecrets(''))
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => line.slice(0, line.indexOf('=')))).toEqual(Object.values(SECRET_VARIABLES));
  expect(lines.filter((line) => !/^[A-Z_]+='[^']+'$/.test(line) || line.includes('dev-only'))).toEqual([]);
});
