import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadGatewayConfig } from '@nakku/gateway';
import { loadConfig } from '@nakku/service';
import { z } from 'zod';
import { localInstallation } from '../../src/system/installation.ts';
import { usualPorts } from '../../src/system/ports.ts';
import { runningInstallation } from '../../src/system/runningInstallation.ts';
import { writeRunFile } from '../../src/servers/runFile.ts';
import type { ServiceDefinition } from '../../src/system/services.ts';
import { serviceNamed, SERVICES } from '../../src/system/services.ts';
import { repositoryRoot } from '../../src/checkout/state.ts';
import { newState } from '../harness/launchers.ts';

const subgraphs = SERVICES.filter(({ kind }) => kind === 'subgraph');
const configFile = ({ folder }: ServiceDefinition): string =>
  path.join(repositoryRoot, folder, 'src/config.ts');

/** The zod object that a service parses its environment with, under the name that its config.ts exports. */
async function schemaOf(service: ServiceDefinition): Promise<z.ZodObject> {
  const module: Record<string, unknown> = await import(pathToFileURL(configFile(service)).href);
  const schema = module.configSchema;
  if (schema instanceof z.ZodObject) return schema;
  throw new Error(`${configFile(service)} exports no configSchema`);
}

const installed = () =>
  localInstallation({
    state: newState(),
    servers: {
      postgresUrl: 'postgresql://postgres@127.0.0.1:15432',
      kafkaBrokers: '127.0.0.1:19092',
      redisUrl: 'redis://127.0.0.1:16379',
    },
    ports: usualPorts({}),
    profile: 'demo',
    env: {},
  });

test.each(subgraphs.map((service): [string, ServiceDefinition] => [service.name, service]))(
  '%s accepts the environment that the table gives it',
  async (_name, service) => {
    expect(existsSync(configFile(service))).toBe(true);
    const installation = await installed();
    const config = loadConfig(await schemaOf(service), service.environment(installation));
    expect(config).toMatchObject({ PORT: installation.ports[service.ports[0] ?? 'gateway'] });
  },
);

test('the gateway accepts the environment that the table gives it', async () => {
  const installation = await installed();
  const config = loadGatewayConfig(serviceNamed('gateway').environment(installation));
  expect(config.server.port).toBe(installation.ports.gateway);
});

test('an address that the environment leaves empty is that of the servers that run', async () => {
  const state = newState();
  const servers = {
    postgresUrl: 'postgresql://p@127.0.0.1:1',
    kafkaBrokers: '127.0.0.1:2',
    redisUrl: 'redis://r:3',
  };
  writeRunFile(state, { ...servers, services: {} });
  const env = { POSTGRES_URL: '', KAFKA_BROKERS: '127.0.0.1:4', REDIS_URL: '' };
  const installation = await runningInstallation(state, env);
  expect(serviceNamed('orders').environment(installation)).toMatchObject({
    DATABASE_URL: expect.stringContaining('127.0.0.1:1/'),
    KAFKA_BROKERS: '127.0.0.1:4',
    REDIS_URL: servers.redisUrl,
  });
});
