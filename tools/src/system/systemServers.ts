import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from '../processes/ledger.ts';
import { openLedger } from '../processes/ledger.ts';
import { lockHolder, takeLock } from '../processes/lock.ts';
import type { RestartPolicy } from '../processes/restartPolicy.ts';
import type { Supervisor, SupervisorEvent } from '../processes/supervisor.ts';
import { createSupervisor } from '../processes/supervisor.ts';
import type { RunFile } from '../servers/runFile.ts';
import { readRunFile, removeRunFile, writeRunFile } from '../servers/runFile.ts';
import type { ServerUrls } from '../servers/startServers.ts';
import { startServers } from '../servers/startServers.ts';

/** The servers of a system: its own children, or those of `npm run servers` that it joined. */
export interface SystemServers {
  urls: ServerUrls;
  joined: boolean;
  /** Supervises our own servers; knows none when they were joined or given. */
  supervisor: Supervisor;
  /** Adds the services to the run file. */
  announce(services: Pick<RunFile, 'gatewayUrl' | 'services'>): void;
  stop(): Promise<void>;
}

const JOIN_TIMEOUT_MS = 120_000;

async function joinRunning(state: string): Promise<ServerUrls> {
  const deadline = Date.now() + JOIN_TIMEOUT_MS;
  for (;;) {
    const run = readRunFile(state);
    if (run) return { postgresUrl: run.postgresUrl, kafkaBrokers: run.kafkaBrokers, redisUrl: run.redisUrl };
    if (!lockHolder(state, 'servers')) throw new Error('The servers that were starting ended: start again');
    if (Date.now() > deadline) throw new Error('The servers that another process starts do not get ready');
    await pause(100);
  }
}

/**
 * Joins the servers that run for this state folder, or starts them.
 * @param o.servers addresses to use instead, or `own` for embedded servers whatever the environment says
 */
export async function systemServers(o: {
  state: string;
  throwAway: boolean;
  servers?: ServerUrls | 'own';
  brokerAdvertises?: number;
  policy?: RestartPolicy;
  abort?: AbortSignal;
  log: (line: string) => void;
  onEvent: (event: SupervisorEvent) => void;
}): Promise<SystemServers> {
  const { state, log } = o;
  const ledger: Ledger = openLedger(state, 'servers');
  const supervisor = createSupervisor({ ledger, onEvent: o.onEvent, policy: o.policy });
  const stopStarting = (): void => void supervisor.stopAll();
  o.abort?.addEventListener('abort', stopStarting);
  const announceOver =
    (urls: ServerUrls): SystemServers['announce'] =>
    (services) =>
      writeRunFile(state, { ...urls, ...services });
  if (typeof o.servers === 'object') {
    const urls = o.servers;
    const stop = (): Promise<void> => Promise.resolve(removeRunFile(state));
    return { urls, joined: true, supervisor, announce: announceOver(urls), stop };
  }
  const lock = takeLock(state, 'servers');
  if (lock.kind === 'held') {
    const urls = await joinRunning(state);
    log(`using the servers of pid ${lock.by.pid}`);
    const stop = async (): Promise<void> => {
      if (lockHolder(state, 'servers')) writeRunFile(state, { ...urls, services: {} });
    };
    return { urls, joined: true, supervisor, announce: announceOver(urls), stop };
  }
  const stop = async (stopServers: () => Promise<void>): Promise<void> => {
    removeRunFile(state);
    await stopServers();
    await supervisor.stopAll();
    ledger.close();
    lock.release();
  };
  try {
    const left = await ledger.reap();
    if (left.length > 0) log(`ended what a killed start had left: ${left.join(', ')}`);
    removeRunFile(state);
    const servers = await startServers({
      state,
      supervisor,
      throwAway: o.throwAway,
      brokerAdvertises: o.brokerAdvertises,
      env: o.servers === 'own' ? { NAKKU_SERVERS: 'embedded' } : process.env,
      log,
    });
    o.abort?.throwIfAborted();
    writeRunFile(state, { ...servers.urls, services: {} });
    return {
      urls: servers.urls,
      joined: false,
      supervisor,
      announce: announceOver(servers.urls),
      stop: () => stop(() => servers.stop()),
    };
  } catch (error) {
    await stop(() => Promise.resolve());
    throw error;
  } finally {
    o.abort?.removeEventListener('abort', stopStarting); // from now on they stop after those who use them
  }
}
