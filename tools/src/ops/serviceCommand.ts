import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runningInstallation } from '../system/runningInstallation.ts';
import { readRunFile } from '../servers/runFile.ts';
import type { Installation, ServiceDefinition } from '../system/services.ts';
import { SERVICES } from '../system/services.ts';
import { repositoryRoot } from '../checkout/state.ts';

/** The services that have a command of this name: `dist/<command>.js`. */
export function servicesWith(command: string): readonly ServiceDefinition[] {
  return SERVICES.filter((service) => existsSync(scriptOf(service, command)));
}

/** The installation that runs for a state folder, whose payment provider may have a port of its own. */
export async function installationFor(state: string): Promise<Installation> {
  const installation = await runningInstallation(state);
  const provider = readRunFile(state)?.services['payment-provider'];
  // A run on free ports tells its own.
  if (provider !== undefined) installation.ports['payment-provider'] = Number(new URL(provider).port);
  return installation;
}

/** Runs a service's command with the environment of the service. @returns its exit code */
export function runCommand(
  service: ServiceDefinition,
  installation: Installation,
  command: string,
  args: readonly string[] = [],
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', scriptOf(service, command), ...args], {
      stdio: 'inherit',
      env: { ...process.env, ...service.environment(installation) },
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

const scriptOf = (service: ServiceDefinition, command: string): string =>
  path.join(repositoryRoot, service.folder, `dist/${command}.js`);
