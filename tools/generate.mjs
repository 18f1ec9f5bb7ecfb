#!/usr/bin/env node
// node tools/generate.mjs <name>: the Prisma client and the resolver types of one subgraph, or the typed operations of
// packages/client, into its src/generated/. Does nothing when neither the inputs nor the tools changed since the last time.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const service = process.argv[2];
const workspace = ['subgraphs', 'packages'].find((parent) =>
  existsSync(path.join(root, parent, service ?? '.')),
);
if (!service || !workspace) {
  console.error('Use: node tools/generate.mjs <name of a folder in subgraphs/ or packages/>');
  process.exit(2);
}

const generated = path.join(root, workspace, service, 'src/generated');
const prismaSchema = path.join(root, 'prisma', service, 'schema.prisma');
const codegenFile = path.join(root, 'codegen.yml');

const filesIn = (folder, extension) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map((name) => path.join(folder, String(name)))
        .filter((file) => file.endsWith(extension))
        .sort()
    : [];
const versionOf = (name) =>
  JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')).version;

/** What a part is made from: when neither this nor its tool changed, it need not be made again. */
function fingerprint(tool, files) {
  const hash = createHash('sha256').update(versionOf(tool));
  for (const file of [import.meta.filename, ...files].filter((one) => existsSync(one)))
    hash.update(`\n${path.relative(root, file)}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

async function generatePrismaClient() {
  if (!existsSync(prismaSchema)) return false;
  rmSync(path.join(generated, 'prisma'), { recursive: true, force: true });
  const cli = path.join(root, 'node_modules/prisma/build/index.js');
  await promisify(execFile)(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: root,
    env: { ...process.env, SERVICE: service, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  return true;
}

/** The one entry of codegen.yml whose output lies in this workspace. */
async function generateTypes() {
  if (!existsSync(codegenFile)) return false;
  const { generate, loadCodegenConfig } = await import('@graphql-codegen/cli');
  const { config } = await loadCodegenConfig({ configFilePath: codegenFile });
  const entries = Object.entries(config.generates).filter(([file]) =>
    file.replace(/^\.\//, '').startsWith(`${workspace}/${service}/`),
  );
  if (entries.length === 0) return false;
  process.chdir(root); // outputs and mappers are relative to the root
  await generate({ ...config, cwd: root, silent: true, generates: Object.fromEntries(entries) }, true);
  return true;
}

function typeSources() {
  const schema = path.join(root, 'schema');
  if (workspace === 'subgraphs')
    return [path.join(schema, `${service}.graphql`), ...filesIn(path.join(schema, 'shared'), '.graphql')];
  const operations = [path.join(schema, 'operations'), path.join(root, workspace, service, 'operations')];
  return [
    path.join(schema, 'supergraph.graphql'),
    ...operations.flatMap((folder) => filesIn(folder, '.graphql')),
  ];
}

/** Each part by itself, so that a saved schema does not take the Prisma client from under a running service. */
const parts = [
  {
    name: 'Prisma client',
    stamp: path.join(generated, 'prisma.sha256'),
    wanted: fingerprint('prisma', [path.join(root, 'prisma.config.ts'), prismaSchema]),
    make: generatePrismaClient,
  },
  {
    name: workspace === 'subgraphs' ? 'resolver types' : 'typed operations',
    stamp: path.join(generated, 'types.sha256'),
    wanted: fingerprint('@graphql-codegen/cli', [codegenFile, ...typeSources()]),
    make: generateTypes,
  },
];
const stale = parts.filter(
  ({ stamp, wanted }) => !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted,
);
if (stale.length === 0) {
  console.log(`${service}: generated code is up to date`);
  process.exit(0);
}
const started = performance.now();
mkdirSync(generated, { recursive: true });

async function remake({ name, stamp, wanted, make }) {
  rmSync(stamp, { force: true });
  const made = await make();
  writeFileSync(stamp, wanted);
  return made ? [name] : [];
}

try {
  const made = (await Promise.all(stale.map(remake))).flat();
  console.log(
    `${service}: ${made.join(' and ') || 'nothing to generate'} in ${Math.round(performance.now() - started)} ms`,
  );
} catch (error) {
  console.error(`${service}: generation failed\n${error.stderr || error.stdout || error.stack || error}`);
  process.exit(1);
}
