// One workspace's part of `npx turbo dev`: its services from source, started again on every change.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startDevService } from './devService.ts';
import { aborted, stopRequested } from '../processes/foreground.ts';
import { openLedger } from '../processes/ledger.ts';
import { lockHolder } from '../processes/lock.ts';
import { runningInstallation } from '../system/runningInstallation.ts';
import { runSeedFromSource } from './seed.ts';
import type { RunFile } from '../servers/runFile.ts';
import { readRunFile } from '../servers/runFile.ts';
import type { ServiceDefinition } from '../system/services.ts';
import { SERVICES } from '../system/services.ts';
import { repositoryRoot, stateFolder } from '../checkout/state.ts';

const LOOK_MS = 100;

const state = stateFolder();
const stop = stopRequested();
const isGiven = Boolean(process.env.POSTGRES_URL && process.env.KAFKA_BROKERS && process.env.REDIS_URL);

/** The run file of whoever runs the servers; what a killed run left behind does not count. */
const running = (): RunFile | undefined => (lockHolder(state, 'servers') ? readRunFile(state) : undefined);
/** Until `npm start` has said which services it runs, nobody knows whose place is free. */
const isSettled = (): boolean =>
  lockHolder(state, 'system') ? running()?.gatewayUrl !== undefined : isGiven || running() !== undefined;

function workspaceServices(): ServiceDefinition[] {
  const folder = path.relative(repositoryRoot, process.argv[2] ?? process.cwd());
  const found = SERVICES.filter(
    (service) => service.folder === folder && existsSync(path.join(repositoryRoot, folder, service.source)),
  );
  if (found.length > 0) return found;
  console.log(`${folder} has no service to run`);
  process.exit(0);
}

/** Those whose place `npm start` has not taken. */
function free(services: ServiceDefinition[]): ServiceDefinition[] {
  const system = lockHolder(state, 'system');
  if (!system) return services;
  const taken = services.filter(({ name }) => running()?.services[name] !== undefined);
  for (const { name } of taken)
    console.error(
      `npm start (pid ${system.pid}) runs ${name}. To run it from here: npm start -- --without ${name}`,
    );
  return services.filter((service) => !taken.includes(service));
}

const mine = workspaceServices();
if (!isSettled()) console.log('waiting for the servers');
while (!isSettled() && !stop.aborted) await pause(LOOK_MS);
if (stop.aborted) process.exit(130);
const services = free(mine);
if (services.length === 0) process.exit(3);

const installation = await runningInstallation(state);
const ledger = openLedger(state, `dev-${path.basename(mine[0]?.folder ?? 'tools')}`);
await ledger.reap();
const log = (line: string): void => console.log(line);
const started = await Promise.all(
  services.map((service) => startDevService({ service, installation, ledger, log })),
);
await Promise.all(services.map((service) => runSeedFromSource({ service, installation, ledger, log })));
await aborted(stop);
await Promise.all(started.map((one) => one.stop()));
ledger.close();
process.exit(0);
