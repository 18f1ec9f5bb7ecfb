import path from 'node:path';
import { CannotStart } from '../servers/cannotStart.ts';
import { localSecrets } from './secrets.ts';
import { freePort, isFree } from '../servers/ports.ts';
import type { ServerUrls } from '../servers/startServers.ts';
import type { Installation, PortName, ServiceName } from './services.ts';
import { DEFAULT_PORT_BASE, PORT_OFFSETS, SERVICES } from './services.ts';

/** Ports that someone else has; the message names each, its service and the way out. */
export class PortsTaken extends CannotStart {}

const portNames = (services: readonly ServiceName[]): PortName[] =>
  SERVICES.filter((service) => services.includes(service.name)).flatMap((service) => service.ports);

function portFrom(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_500) return port;
  throw new Error(`${name} must be a port number, it is: ${text}`);
}

/** The usual ports, moved by GATEWAY_PORT and SUBGRAPH_PORT_BASE. */
export function usualPorts(env: NodeJS.ProcessEnv = process.env): Record<PortName, number> {
  const base = portFrom(env, 'SUBGRAPH_PORT_BASE') ?? DEFAULT_PORT_BASE;
  const ports = { ...PORT_OFFSETS };
  for (const name of portNames(SERVICES.map((service) => service.name))) ports[name] += base;
  ports.gateway = portFrom(env, 'GATEWAY_PORT') ?? DEFAULT_PORT_BASE;
  return ports;
}

/** @throws PortsTaken */
export async function requireFreePorts(
  ports: Record<PortName, number>,
  services: readonly ServiceName[],
): Promise<void> {
  const names = portNames(services);
  const free = await Promise.all(names.map((name) => isFree(ports[name])));
  const taken = names.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  const lines = taken.map((name) => `port ${ports[name]} of ${name} is taken by another program`);
  throw new PortsTaken(
    [...lines, 'Set GATEWAY_PORT and SUBGRAPH_PORT_BASE to other ports, e.g. SUBGRAPH_PORT_BASE=5000'].join(
      '\n',
    ),
  );
}

/** Free ports for a system beside others, e.g. in a test. */
export async function freePorts(): Promise<Record<PortName, number>> {
  const ports = { ...PORT_OFFSETS };
  const used = new Set<number>();
  for (const name of portNames(SERVICES.map((service) => service.name))) {
    let port = await freePort();
    while (used.has(port)) port = await freePort();
    used.add(port);
    ports[name] = port;
  }
  return ports;
}

/** The installation on this machine that belongs to a state folder. */
export async function localInstallation(o: {
  state: string;
  servers: ServerUrls;
  ports: Record<PortName, number>;
  profile: string;
  /** Before databases, topics and Redis keys, for several systems on the same servers. */
  prefix?: string;
  env?: NodeJS.ProcessEnv;
}): Promise<Installation> {
  const { state, servers, ports, profile, prefix = '', env = process.env } = o;
  return {
    host: '127.0.0.1',
    hostOf: () => '127.0.0.1',
    servers,
    ports,
    databasePrefix: `${prefix}nakku_`,
    topicPrefix: prefix,
    redisPrefix: prefix,
    durationsProfile: profile,
    logLevel: env.LOG_LEVEL ?? 'info',
    otlpEndpoint: env.OTLP_ENDPOINT ?? '',
    providerFolder: path.join(state, 'payment-provider'),
    providerPublicUrl: `http://127.0.0.1:${ports['payment-provider']}`,
    secrets: await localSecrets(state, env),
  };
}
