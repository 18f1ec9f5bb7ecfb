// One workspace's part of `npm run dev`: its services from source, started again on every change.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { existsSync } from 'node:fs';
import { aborted, stopRequested } from './processes/foreground.ts';
import { startGuarded } from './processes/guarded-child.ts';
import { openLedger } from './processes/ledger.ts';
import { lockHolder } from './processes/lock.ts';
import { runningInstallation } from './running-installation.ts';
import { readRunFile } from './servers/run-file.ts';
import { SERVICES } from './services.ts';
import { repositoryRoot, stateFolder } from './state.ts';

const state = stateFolder();
const stop = stopRequested();
const folder = path.relative(repositoryRoot, process.argv[2] ?? process.cwd());
const services = SERVICES.filter(
  (service) => service.folder === folder && existsSync(path.join(repositoryRoot, folder, service.source)),
);
if (services.length === 0) {
  console.log(`${folder} has no service to run`);
  process.exit(0);
}
const system = lockHolder(state, 'system');
if (system) {
  console.error(`npm start runs as pid ${system.pid} and has the ports of all services: stop it first`);
  process.exit(3);
}
const given = process.env.POSTGRES_URL && process.env.KAFKA_BROKERS && process.env.REDIS_URL;
if (!given && !readRunFile(state)) console.log('waiting for the servers');
while (!given && !readRunFile(state) && !stop.aborted) await pause(100);
if (stop.aborted) process.exit(130);

const installation = await runningInstallation(state);
const tsx = path.join(repositoryRoot, 'node_modules/tsx/dist/cli.mjs');
const ledger = openLedger(state, `dev-${folder.replaceAll('/', '-')}`);
await ledger.reap();
const children = services.map((service) =>
  startGuarded(
    {
      name: service.name,
      command: process.execPath,
      args: [tsx, 'watch', '--clear-screen=false', '--conditions=source', path.join(folder, service.source)],
      env: { ...process.env, ...service.environment(installation) },
      cwd: repositoryRoot,
      output: 'inherit',
    },
    ledger,
  ),
);
await Promise.race([aborted(stop), ...children.map((child) => child.exited)]);
await Promise.all(children.map((child) => child.stop()));
ledger.close();
process.exit(stop.aborted ? 0 : 1);
