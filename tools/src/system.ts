import { ensureTopics } from '@nakku/events';
import { freePorts, localInstallation, requireFreePorts, usualPorts } from './installation.ts';
import { openLedger } from './processes/ledger.ts';
import type { Holder } from './processes/lock.ts';
import { takeLock } from './processes/lock.ts';
import type { RestartPolicy } from './processes/restart-policy.ts';
import type { Supervisor, SupervisorEvent } from './processes/supervisor.ts';
import { createSupervisor } from './processes/supervisor.ts';
import { runSeeds } from './seeds.ts';
import type { ServerName } from './servers/docker.ts';
import type { ServerUrls } from './servers/start-servers.ts';
import { isBuilt, localAddress, serviceSpec } from './service-specs.ts';
import type { Installation, ServiceDefinition, ServiceName, SubgraphName } from './services.ts';
import { SERVICES, SUBGRAPHS, databaseUrl, serviceNamed } from './services.ts';
import { systemServers } from './system-servers.ts';

export interface SystemOptions {
  /** Folder for data, logs, locks and keys; two systems at once need two. */
  state: string;
  /** `usual` ports (4000 and up), or any `free` ones. */
  ports: 'usual' | 'free';
  durationsProfile: 'production' | 'demo' | 'test';
  /** Servers to use; otherwise those that run for the state folder, otherwise own ones. */
  servers?: ServerUrls;
  /** Own servers on free ports that need not survive a power failure. */
  throwAwayServers?: boolean;
  /** Before databases, topics and Redis keys, for several systems on the same servers. */
  prefix?: string;
  without?: readonly ServiceName[];
  /** Variables over those of the table, by service. */
  environment?: Partial<Record<ServiceName, Record<string, string>>>;
  /** Demo accounts, shops and products; default true. */
  seed?: boolean;
  restartPolicy?: RestartPolicy;
  /** Go on without services that do not start, instead of stopping all; default false. */
  tolerant?: boolean;
  /** Aborts a start: what was started is stopped, and the start rejects. */
  abort?: AbortSignal;
  log?: (line: string) => void;
  onEvent?: (event: SupervisorEvent) => void;
}

/** A running system: all services on real servers, as processes of their own. */
export interface System {
  gatewayUrl: string;
  servers: ServerUrls;
  installation: Installation;
  /** `http://127.0.0.1:<port>` of a service that listens. */
  url(service: ServiceName): string;
  databaseUrl(subgraph: SubgraphName): string;
  /** Services that did not start (only when tolerant). */
  failed: readonly ServiceName[];
  /** kill -9; the supervisor starts it again. Servers only when they are the system's own. */
  kill(name: ServiceName | ServerName): void;
  signal(name: ServiceName | ServerName, signal: NodeJS.Signals): void;
  /** Resolves when it is ready (again). */
  whenReady(name: ServiceName | ServerName): Promise<void>;
  /** Graceful stop; it stays down until `startAgain`. */
  stopOne(name: ServiceName | ServerName): Promise<void>;
  startAgain(name: ServiceName | ServerName, environment?: Record<string, string>): Promise<void>;
  restart(name: ServiceName | ServerName, environment?: Record<string, string>): Promise<void>;
  pid(name: ServiceName | ServerName): number | undefined;
  /** Stops the services, then its own servers. */
  stop(): Promise<void>;
}

/** Another process runs the system of this state folder. */
export class AlreadyRunning extends Error {
  readonly by: Holder;
  constructor(state: string, by: Holder) {
    super(`The system of ${state} runs already as pid ${by.pid}`);
    this.by = by;
  }
}

/**
 * Starts servers, services and seed data, and returns when all are ready.
 * @throws AlreadyRunning, PortsTaken, ServersUnavailable; Error with the end of a log when a service does not start
 */
export async function startSystem(o: SystemOptions): Promise<System> {
  const { state, log = () => undefined, onEvent = () => undefined } = o;
  const lock = takeLock(state, 'system');
  if (lock.kind === 'held') throw new AlreadyRunning(state, lock.by);
  const ledger = openLedger(state, 'system');
  const services = createSupervisor({ ledger, onEvent, policy: o.restartPolicy });
  let stopServers = (): Promise<void> => Promise.resolve();
  const stop = async (): Promise<void> => {
    await stopInOrder(services);
    await stopServers();
    ledger.close();
    lock.release();
  };
  o.abort?.addEventListener('abort', () => void services.stopAll(), { once: true });
  try {
    const left = await ledger.reap();
    if (left.length > 0) log(`ended what a killed start had left: ${left.join(', ')}`);
    const chosen = SERVICES.filter((service) => !o.without?.includes(service.name) && mayRun(service, log));
    const ports = o.ports === 'free' ? await freePorts() : usualPorts();
    await requireFreePorts(
      ports,
      chosen.map((service) => service.name),
    );
    const throwAway = o.throwAwayServers ?? false;
    const servers = await systemServers({
      state,
      throwAway,
      log,
      onEvent,
      given: o.servers,
      abort: o.abort,
    });
    stopServers = () => servers.stop();
    await ensureTopics(servers.urls.kafkaBrokers.split(','), o.prefix ?? '', { services: SUBGRAPHS });
    const installation = await localInstallation({
      state,
      ports,
      servers: servers.urls,
      profile: o.durationsProfile,
      prefix: o.prefix,
    });
    const start = (service: ServiceDefinition): Promise<void> =>
      services.start(serviceSpec(service, installation, state, o.environment?.[service.name]));
    const failed = await startAll(chosen.filter(listens), start, o.tolerant ?? false);
    if (o.seed ?? true) {
      const without = [...(o.without ?? []), ...failed];
      const seeded = await runSeeds(installation, { state, ledger, without });
      if (seeded.length > 0) log(`seeded            ${seeded.join(', ')}`);
    }
    failed.push(
      ...(await startAll(
        chosen.filter((service) => !listens(service)),
        start,
        o.tolerant ?? false,
      )),
    );
    const urlOf = (name: ServiceName): string => {
      const address = localAddress(serviceNamed(name), installation);
      if (address === undefined) throw new Error(`${name} does not listen`);
      return address;
    };
    const running = chosen.filter((service) => listens(service) && !failed.includes(service.name));
    servers.announce({
      gatewayUrl: urlOf('gateway'),
      services: Object.fromEntries(running.map(({ name }) => [name, urlOf(name)])),
    });
    const supervisorOf = (name: string): Supervisor =>
      servers.supervisor.names().includes(name) ? servers.supervisor : services;
    return {
      gatewayUrl: urlOf('gateway'),
      servers: servers.urls,
      installation,
      failed,
      url: urlOf,
      databaseUrl: (name) => databaseUrl(installation, name),
      kill: (name) => supervisorOf(name).signal(name, 'SIGKILL'),
      signal: (name, signal) => supervisorOf(name).signal(name, signal),
      whenReady: (name) => supervisorOf(name).whenReady(name),
      stopOne: (name) => supervisorOf(name).stop(name),
      startAgain: (name, environment) => supervisorOf(name).startAgain(name, environment),
      restart: async (name, environment) => {
        await supervisorOf(name).stop(name);
        await supervisorOf(name).startAgain(name, environment);
      },
      pid: (name) => supervisorOf(name).pid(name),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const listens = (service: ServiceDefinition): boolean => service.ports.length > 0;

/** Simulators are optional parts of a checkout; anything else has to be there. */
function mayRun(service: ServiceDefinition, log: (line: string) => void): boolean {
  if (isBuilt(service)) return true;
  if (service.kind !== 'simulator')
    throw new Error(`${service.folder}/${service.entry} is missing: npm run build`);
  log(`${service.name} is not built, it is left out`);
  return false;
}

/** @returns the names of those that failed, when that is tolerated */
async function startAll(
  services: ServiceDefinition[],
  start: (service: ServiceDefinition) => Promise<void>,
  tolerant: boolean,
): Promise<ServiceName[]> {
  if (!tolerant) {
    await Promise.all(services.map(start));
    return [];
  }
  const results = await Promise.allSettled(services.map(start));
  return services.filter((_, index) => results[index]?.status === 'rejected').map((service) => service.name);
}

/** First what calls, then what is called. */
async function stopInOrder(services: Supervisor): Promise<void> {
  const callers = services.names().filter((name) => name === 'gateway' || name === 'people');
  await Promise.all(callers.map((name) => services.stop(name)));
  await services.stopAll();
}
