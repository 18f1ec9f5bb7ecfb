import { ensureTopics } from '@nakku/messaging';
import { CannotStart } from '../processes/cannotStart.ts';
import { localInstallation } from './installation.ts';
import { freePorts, internalPortOf, requireFreePorts, usualPorts } from './ports.ts';
import { startObservers, tracesUrlOf } from '../observability/observers.ts';
import { openLedger } from '../processes/ledger.ts';
import type { Holder } from '../processes/lock.ts';
import { takeLock } from '../processes/lock.ts';
import type { Supervisor } from '../processes/supervisor.ts';
import { createSupervisor } from '../processes/supervisor.ts';
import { runSeeds } from './seeds.ts';
import { isBuilt, localAddress, serviceSpec } from './serviceSpecs.ts';
import type { ServiceDefinition, ServiceName } from './services.ts';
import { SERVICES, SUBGRAPHS, databaseUrl, serviceNamed } from './services.ts';
import { startReplica } from './replica.ts';
import { systemServers } from './systemServers.ts';
import type { System, SystemOptions } from './systemTypes.ts';

export type { ServiceEnvironments, System, SystemOptions } from './systemTypes.ts';
export type { ServiceName, SubgraphName } from './services.ts';
export { untilSeedsHaveArrived } from './seeded.ts';
export { explainStartFailure } from './startFailure.ts';
export { CannotStart } from '../processes/cannotStart.ts';
export { PortsTaken } from './ports.ts';
export { ServersUnavailable } from '../servers/startServers.ts';

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
  const { state, onEvent = () => undefined } = o;
  const log = (line: string): void => {
    if (!o.abort?.aborted) o.log?.(line);
  };
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
  const stopStarting = (): void => void services.stopAll();
  o.abort?.addEventListener('abort', stopStarting);
  try {
    const left = await ledger.reap();
    if (left.length > 0) log(`ended what a killed start had left: ${left.join(', ')}`);
    const chosen = (o.services ?? SERVICES).filter(
      (service) => !o.without?.includes(service.name) && mayRun(service, log),
    );
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
      servers: o.servers,
      brokerAdvertises: o.brokerAdvertises,
      policy: o.restartPolicy,
      abort: o.abort,
    });
    stopServers = () => servers.stop();
    const installation = await localInstallation({
      state,
      ports,
      servers: servers.urls,
      profile: o.durationsProfile,
      prefix: o.prefix,
      otlpEndpoint: o.observe && tracesUrlOf(o.observe),
    });
    const observers =
      o.observe &&
      (await startObservers({
        state,
        supervisor: services,
        ports: o.observe,
        target: (service) => `127.0.0.1:${ports[internalPortOf(service)]}`,
      }));
    const environment = typeof o.environment === 'function' ? o.environment(installation) : o.environment;
    await ensureTopics(servers.urls.kafkaBrokers.split(','), o.prefix ?? '', { services: SUBGRAPHS });
    const incomplete = (): boolean =>
      SUBGRAPHS.some((name) => !services.names().includes(name) || services.state(name) === 'down');
    const start = (service: ServiceDefinition): Promise<void> =>
      services.start(
        serviceSpec(service, installation, {
          state,
          environment: environment?.[service.name],
          incomplete,
          // A start that goes on without services must not call one missing that comes later.
          whenLate: o.tolerant ? 'wait' : 'fail',
        }),
      );
    const seed = async (failed: readonly ServiceName[]): Promise<void> => {
      try {
        const seeded = await runSeeds(installation, {
          state,
          ledger,
          services: chosen.filter(({ name }) => !failed.includes(name)),
        });
        if (seeded.length > 0) log(`seeded            ${seeded.join(', ')}`);
      } catch (error) {
        if (!o.tolerant) throw error;
        log(error instanceof Error ? error.message : String(error));
      }
    };
    const failed = await startAll(chosen.filter(listens), start, o.tolerant ?? false, log);
    o.abort?.throwIfAborted();
    if (o.seed ?? o.durationsProfile !== 'production') await seed(failed);
    failed.push(
      ...(await startAll(
        chosen.filter((service) => !listens(service)),
        start,
        o.tolerant ?? false,
        log,
      )),
    );
    o.abort?.throwIfAborted();
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
      observers,
      failed,
      url: urlOf,
      internalUrl: (name) => `http://127.0.0.1:${installation.ports[internalPortOf(name)]}`,
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
      startReplica: (name, environment) =>
        startReplica(serviceNamed(name), installation, { state, services, environment }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    o.abort?.removeEventListener('abort', stopStarting); // from now on `stop` stops, in its order
  }
}

const listens = (service: ServiceDefinition): boolean => service.ports.length > 0;

/** Simulators are optional parts of a checkout; anything else has to be there. */
function mayRun(service: ServiceDefinition, log: (line: string) => void): boolean {
  if (isBuilt(service)) return true;
  if (service.kind !== 'simulator')
    throw new CannotStart(`${service.folder}/${service.entry} is missing: npm run build`);
  log(`${service.name} is not built, it is left out`);
  return false;
}

/** @returns the names of those that failed, when that is tolerated */
async function startAll(
  services: ServiceDefinition[],
  start: (service: ServiceDefinition) => Promise<void>,
  tolerant: boolean,
  log: (line: string) => void,
): Promise<ServiceName[]> {
  if (!tolerant) {
    await Promise.all(services.map(start));
    return [];
  }
  const failed: ServiceName[] = [];
  await Promise.all(
    services.map((service) =>
      start(service).catch((error: unknown) => {
        failed.push(service.name);
        log(error instanceof Error ? error.message : String(error));
      }),
    ),
  );
  return failed;
}

/** First what calls, then what is called. */
async function stopInOrder(services: Supervisor): Promise<void> {
  const callers = services.names().filter((name) => /^(gateway|simulator)(-|$)/.test(name));
  await Promise.all(callers.map((name) => services.stop(name)));
  await services.stopAll();
}
