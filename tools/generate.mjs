#!/usr/bin/env node
// node tools/generate.mjs <name>: the Prisma client and the resolver types of one subgraph, or the typed operations of
// packages/client, into its src/generated/. Does nothing when neither the inputs nor the tools changed since the last time.
// node tools/generate.mjs --check: prints the folders whose generated code is not of the present inputs; fails if there are some.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const WORKSPACES = ['subgraphs', 'packages'];
const codegenFile = path.join(root, 'codegen.yml');
const generatedIn = (workspace, service) => path.join(root, workspace, service, 'src/generated');
const prismaSchemaOf = (service) => path.join(root, 'prisma', service, 'schema.prisma');

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

async function generatePrismaClient(workspace, service) {
  if (!existsSync(prismaSchemaOf(service))) return false;
  rmSync(path.join(generatedIn(workspace, service), 'prisma'), { recursive: true, force: true });
  const cli = path.join(root, 'node_modules/prisma/build/index.js');
  await promisify(execFile)(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: root,
    env: { ...process.env, SERVICE: service, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  return true;
}

/** The one entry of codegen.yml whose output lies in this workspace. */
async function generateTypes(workspace, service) {
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

function typeSources(workspace, service) {
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
const partsOf = (workspace, service) => [
  {
    name: 'Prisma client',
    stamp: path.join(generatedIn(workspace, service), 'prisma.sha256'),
    wanted: fingerprint('prisma', [path.join(root, 'prisma.config.ts'), prismaSchemaOf(service)]),
    make: () => generatePrismaClient(workspace, service),
  },
  {
    name: workspace === 'subgraphs' ? 'resolver types' : 'typed operations',
    stamp: path.join(generatedIn(workspace, service), 'types.sha256'),
    wanted: fingerprint('@graphql-codegen/cli', [codegenFile, ...typeSources(workspace, service)]),
    make: () => generateTypes(workspace, service),
  },
];

const stalePartsOf = (workspace, service) =>
  partsOf(workspace, service).filter(
    ({ stamp, wanted }) => !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted,
  );

/** Folders of workspaces that generate something. */
const generating = () =>
  WORKSPACES.flatMap((parent) => readdirSync(path.join(root, parent)).map((name) => [parent, name])).filter(
    ([parent, name]) => {
      const manifest = path.join(root, parent, name, 'package.json');
      return (
        existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.generate !== undefined
      );
    },
  );

const [, , service] = process.argv;
if (service === '--check') {
  const staleFolders = generating().filter(([parent, name]) => stalePartsOf(parent, name).length > 0);
  for (const [parent, name] of staleFolders) console.log(path.relative(root, generatedIn(parent, name)));
  process.exit(staleFolders.length > 0 ? 1 : 0);
}
const workspace = WORKSPACES.find((parent) => existsSync(path.join(root, parent, service ?? '.')));
if (!service || !workspace) {
  console.error('Use: node tools/generate.mjs <name of a folder in subgraphs/ or packages/>, or --check');
  process.exit(2);
}
const stale = stalePartsOf(workspace, service);
if (stale.length === 0) {
  console.log(`${service}: generated code is up to date`);
  process.exit(0);
}
const started = performance.now();
mkdirSync(generatedIn(workspace, service), { recursive: true });

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
