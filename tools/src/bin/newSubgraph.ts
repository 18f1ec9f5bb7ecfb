// `nakku new:subgraph -- reviews [--singular review]`: a working subgraph in the house's rooms, in every table.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Names } from '../codegen/new-subgraph/names.ts';
import { namesOf } from '../codegen/new-subgraph/names.ts';
import {
  freeOffset,
  inCodegen,
  inCompose,
  inPorts,
  inServices,
} from '../codegen/new-subgraph/registrations.ts';
import { writeRooms } from '../codegen/new-subgraph/template.ts';
import { DEFAULT_PORT_BASE, SERVICE_NAMES } from '../system/services.ts';
import { repositoryRoot } from '../checkout/state.ts';
import { command, exits } from './cli.ts';
import type { Command } from './cli.ts';

function rewrite(file: string, edit: (text: string) => string): string {
  const at = path.join(repositoryRoot, file);
  writeFileSync(at, edit(readFileSync(at, 'utf8')));
  return file;
}

/** Each in a process of its own: they read the tables that were just written. */
function run(what: string, program: string, args: readonly string[]): void {
  console.log(what);
  const { status, error } = spawnSync(program, args, { cwd: repositoryRoot, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${what} failed (code ${status})`);
}

const lockSchema = z.looseObject({ packages: z.record(z.string(), z.unknown()) });

/**
 * What `npm install` would do: all that the workspace depends on is installed, only npm's link to it is missing, and
 * its entry in the list that npm keeps of what is installed.
 */
function linkWorkspace(plural: string): void {
  const link = `node_modules/${plural}`;
  if (!existsSync(path.join(repositoryRoot, link)))
    symlinkSync(path.join('../subgraphs', plural), path.join(repositoryRoot, link));
  const lockOf = (file: string): z.infer<typeof lockSchema> =>
    lockSchema.parse(JSON.parse(readFileSync(path.join(repositoryRoot, file), 'utf8')));
  const { packages } = lockOf('package-lock.json');
  const installed = lockOf('node_modules/.package-lock.json');
  for (const name of [link, `subgraphs/${plural}`]) installed.packages[name] = packages[name];
  writeFileSync(
    path.join(repositoryRoot, 'node_modules/.package-lock.json'),
    JSON.stringify(installed, null, 2),
  );
}

const QUIETLY = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
function make(names: Names): void {
  const { plural } = names;
  const offset = freeOffset();
  const written = [
    ...writeRooms(repositoryRoot, names),
    rewrite('tools/src/system/ports.ts', (text) => inPorts(text, names, offset)),
    rewrite('tools/src/system/services.ts', (text) => inServices(text, names)),
    rewrite('codegen.yml', (text) => inCodegen(text, names)),
    rewrite('docker-compose.yml', (text) => inCompose(text, names, offset)),
  ];
  run('adding the workspace', 'npm', ['install', '--package-lock-only', '--ignore-scripts', ...QUIETLY]);
  linkWorkspace(plural);
  run('generating', process.execPath, ['--conditions=@nakku/source', 'tools/bootstrap.mjs', 'generate']);
  console.log(`
${plural} listens on port ${DEFAULT_PORT_BASE + offset}, database nakku_${plural}. Written:
${written.map((file) => `  ${file}`).join('\n')}

Next: npx turbo dev, and docs/guides/grow-a-subgraph.md for a field, a mutation, an event, a subscription.`);
}

export const build = (): Command =>
  command('new:subgraph')
    .argument('<name>', 'in the plural, such as reviews')
    .option('--singular <name>', 'what one of them is called')
    .action(
      exits((plural: string, o: { singular?: string }) => make(namesOf(plural, o.singular, SERVICE_NAMES))),
    );
