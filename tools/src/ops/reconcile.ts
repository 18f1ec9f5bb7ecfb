import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runningInstallation } from '../running-installation.ts';
import { readRunFile } from '../servers/run-file.ts';
import type { ServiceDefinition } from '../services.ts';
import { SERVICES } from '../services.ts';
import { repositoryRoot } from '../state.ts';

const COMMAND = 'dist/reconcileCommand.js';

const scriptOf = (service: ServiceDefinition): string => path.join(repositoryRoot, service.folder, COMMAND);

/**
 * Runs the reconcile command of each service that has one (inventory: levels against their ledger; payments: our books
 * against the provider's). They only read.
 * @returns whether all agree
 */
export async function reconcileAll(state: string): Promise<boolean> {
  const installation = await runningInstallation(state);
  const provider = readRunFile(state)?.services['payment-provider'];
  // A run on free ports tells its own.
  if (provider !== undefined) installation.ports['payment-provider'] = Number(new URL(provider).port);
  const services = SERVICES.filter((service) => existsSync(scriptOf(service)));
  const codes: (number | null)[] = [];
  for (const service of services) {
    console.log(`${service.name}:`);
    codes.push(await run(scriptOf(service), service.environment(installation)));
  }
  return services.length > 0 && codes.every((code) => code === 0);
}

function run(script: string, environment: Record<string, string>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', script], {
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
