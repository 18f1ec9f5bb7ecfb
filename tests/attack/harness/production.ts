import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SupervisorEvent } from '../../../tools/src/processes/supervisor.ts';
import { repositoryRoot } from '../../../tools/src/checkout/state.ts';
import { SUBGRAPHS, serviceNamed } from '../../../tools/src/system/services.ts';
import type { Installation, ServiceName } from '../../../tools/src/system/services.ts';
import { startSystem } from '../../../tools/src/system/system.ts';
import type { System } from '../../../tools/src/system/system.ts';

/** NAME='value' */
const SECRET_LINE = /^([A-Z_]+)='(.*)'$/;

/** What docs/production.md adds to the environment of every service. */
export const PRODUCTION: Readonly<Record<string, string>> = { NODE_ENV: 'production' };

export interface CommandResult {
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly output: string;
}

/** The system as docs/production.md starts it, on throw-away servers of its own. */
export interface Production {
  readonly system: System;
  readonly secrets: Readonly<Record<string, string>>;
  /** Services that ended by themselves since the start. */
  readonly deaths: readonly string[];
  /** Runs a built script of a service, with its environment. @param script below `dist/` */
  command(service: ServiceName, script: string, args?: readonly string[]): Promise<CommandResult>;
  /** Stops everything and removes its folder. */
  stop(): Promise<void>;
}

/**
 * The secrets as the command of docs/production.md makes them.
 * @throws Error when the page names none, it fails, or a line of what it writes is no variable: Docker Compose refuses those
 */
export function documentedSecrets(): Record<string, string> {
  const page = readFileSync(path.join(repositoryRoot, 'docs/production.md'), 'utf8');
  const [, command] = /`(npm run [^`]*\bsecrets) > production\.env`/.exec(page) ?? [];
  if (command === undefined) throw new Error('docs/production.md does not say how secrets are made');
  const { status, stdout, stderr } = spawnSync(command, {
    shell: true,
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return Object.fromEntries(
    stdout.split('\n').flatMap((line) => {
      if (line === '') return [];
      const [, name, value] = SECRET_LINE.exec(line) ?? [];
      if (name === undefined || value === undefined)
        throw new Error(`${command} writes what is no variable: ${line.slice(0, 60)}`);
      return [[name, value] as const];
    }),
  );
}

/**
 * Starts production: secrets by the documented command, the profile `production`, no seeds, no simulated staff. Stripe is
 * played by the simulator of its protocol.
 * @param o.gateway variables over those of the gateway, for what an installation chooses
 */
export async function startProduction(
  o: { gateway?: Readonly<Record<string, string>>; log?: (line: string) => void } = {},
): Promise<Production> {
  const state = mkdtempSync(path.join(tmpdir(), 'nakku-production-'));
  const deaths: string[] = [];
  const secrets = documentedSecrets();
  Object.assign(process.env, secrets);
  const environment = (): Partial<Record<ServiceName, Record<string, string>>> =>
    Object.fromEntries(
      [...SUBGRAPHS, 'gateway' as const].map((name) => [
        name,
        { ...PRODUCTION, ...(name === 'gateway' ? o.gateway : {}) },
      ]),
    );
  const onEvent = (event: SupervisorEvent): void => {
    if (event.kind === 'died') deaths.push(event.name);
  };
  const system = await startSystem({
    state,
    ports: 'free',
    durationsProfile: 'production',
    servers: 'own',
    throwAwayServers: true,
    without: ['simulator'],
    environment,
    onEvent,
    ...(o.log ? { log: o.log } : {}),
  }).catch((error: unknown) => {
    rmSync(state, { recursive: true, force: true });
    throw error;
  });
  return {
    system,
    secrets,
    deaths,
    command: (name, script, args = []) => runScript(system.installation, name, script, args),
    async stop() {
      await system.stop();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

export function runScript(
  installation: Installation,
  name: ServiceName,
  script: string,
  args: readonly string[],
): Promise<CommandResult> {
  const service = serviceNamed(name);
  const file = path.join(repositoryRoot, service.folder, 'dist', script);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], {
      env: { PATH: process.env.PATH, ...service.environment(installation), ...PRODUCTION },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const add = (chunk: Buffer): void => void (output += String(chunk));
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
