// `npm run new:subgraph -- reviews [--singular review]`: a working subgraph in the house's rooms, in every table.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Names } from './new-subgraph/names.ts';
import { namesOf } from './new-subgraph/names.ts';
import { freeOffset, inCodegen, inCompose, inServices } from './new-subgraph/registrations.ts';
import { writeRooms } from './new-subgraph/template.ts';
import { DEFAULT_PORT_BASE, SERVICE_NAMES } from './services.ts';
import { repositoryRoot } from './state.ts';

const USE = 'Use: npm run new:subgraph -- <name in the plural> [--singular <name>]';

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

const fromSource = (script: string): string[] => [
  '--conditions=source',
  '--import',
  'tsx',
  `tools/src/${script}`,
];

function make(names: Names): void {
  const { plural } = names;
  const offset = freeOffset();
  const written = [
    ...writeRooms(repositoryRoot, names),
    rewrite('tools/src/services.ts', (text) => inServices(text, names, offset)),
    rewrite('codegen.yml', (text) => inCodegen(text, names)),
    rewrite('docker-compose.yml', (text) => inCompose(text, names, offset)),
  ];
  run('adding the workspace', 'npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
  ]);
  run('generating types and Prisma client', process.execPath, ['tools/generate.mjs', plural]);
  run('composing', process.execPath, fromSource('compose.ts'));
  run('generating the operations of packages/client', process.execPath, ['tools/generate.mjs', 'client']);
  run('writing the pages', process.execPath, fromSource('docs.ts'));
  console.log(`
${plural} listens on port ${DEFAULT_PORT_BASE + offset}, database nakku_${plural}. Written:
${written.map((file) => `  ${file}`).join('\n')}

Next: npx turbo dev, and docs/guides/grow-a-subgraph.md for a field, a mutation, an event, a subscription.`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { singular: { type: 'string' } },
  });
  const [plural, ...more] = positionals;
  if (plural === undefined || more.length > 0) throw new Error(USE);
  make(namesOf(plural, values.singular, SERVICE_NAMES));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
