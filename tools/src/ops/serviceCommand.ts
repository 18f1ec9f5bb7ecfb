import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runningInstallation } from '../system/runningInstallation.ts';
import { readRunFile } from '../servers/runFile.ts';
import type { Installation, ServiceDefinition, ServiceName } from '../system/services.ts';
import { repositoryRoot } from '../checkout/state.ts';
import { CannotStart } from '../processes/cannotStart.ts';

/** What services bring for operators, as `src/commands/<name>.ts`. */
const COMMANDS: Partial<Record<ServiceName, readonly string[]>> = {
  users: ['grant-admin', 'keys'],
  inventory: ['reconcile'],
  payments: ['reconcile'],
  analytics: ['rebuild'],
};

/** The names of the commands that a service has. */
export const commandsOf = (service: ServiceDefinition): readonly string[] =>
  (COMMANDS[service.name] ?? []).filter((name) => scriptOf(service, name) !== undefined);

/** The installation that runs for a state folder, whose payment provider may have a port of its own. */
export async function installationFor(state: string): Promise<Installation> {
  const installation = await runningInstallation(state);
  const provider = readRunFile(state)?.services['payment-provider'];
  // A run on free ports tells its own.
  if (provider !== undefined) installation.ports['payment-provider'] = Number(new URL(provider).port);
  return installation;
}

/**
 * Runs a command of a service with the environment of the service; variables that are set here come first.
 * @returns its exit code
 * @throws CannotStart when it is not there
 */
export function runCommand(
  service: ServiceDefinition,
  installation: Installation,
  command: string,
  args: readonly string[] = [],
): Promise<number | null> {
  const script = scriptOf(service, command);
  if (script === undefined) throw new CannotStart(`${service.name} has no command ${command}: npm run build`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], {
      stdio: 'inherit',
      env: { ...service.environment(installation), ...process.env },
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

/** The built script of a command; undefined when there is none. */
function scriptOf(service: ServiceDefinition, command: string): string | undefined {
  const name = command.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const file = path.join(repositoryRoot, service.folder, `dist/commands/${name}.js`);
  return existsSync(file) ? file : undefined;
}
