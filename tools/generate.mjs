#!/usr/bin/env node
// node tools/generate.mjs <service>: the Prisma client and the resolver types of one subgraph, into its
// src/generated/. Does nothing when neither the inputs nor the tools changed since the last time.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const service = process.argv[2];
if (!service || !existsSync(path.join(root, 'subgraphs', service))) {
  console.error('Use: node tools/generate.mjs <name of a folder in subgraphs/>');
  process.exit(2);
}

const generated = path.join(root, 'subgraphs', service, 'src/generated');
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

function inputs() {
  const files = [
    import.meta.filename,
    path.join(root, 'prisma.config.ts'),
    prismaSchema,
    codegenFile,
    path.join(root, 'schema', `${service}.graphql`),
    ...filesIn(path.join(root, 'schema/shared'), '.graphql'),
  ].filter((file) => existsSync(file));
  const hash = createHash('sha256').update(`${versionOf('prisma')} ${versionOf('@graphql-codegen/cli')}`);
  for (const file of files) hash.update(`\n${path.relative(root, file)}\n`).update(readFileSync(file));
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

/** The one entry of codegen.yml whose output lies in this subgraph. */
async function generateResolverTypes() {
  if (!existsSync(codegenFile)) return false;
  const { generate, loadCodegenConfig } = await import('@graphql-codegen/cli');
  const { config } = await loadCodegenConfig({ configFilePath: codegenFile });
  const entries = Object.entries(config.generates).filter(([file]) =>
    file.replace(/^\.\//, '').startsWith(`subgraphs/${service}/`),
  );
  if (entries.length === 0) return false;
  process.chdir(root); // outputs and mappers are relative to the root
  await generate({ ...config, cwd: root, silent: true, generates: Object.fromEntries(entries) }, true);
  return true;
}

const stamp = path.join(generated, 'inputs.sha256');
const wanted = inputs();
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
  console.log(`${service}: generated code is up to date`);
  process.exit(0);
}
const started = performance.now();
rmSync(stamp, { force: true });
mkdirSync(generated, { recursive: true });
try {
  const [client, types] = await Promise.all([generatePrismaClient(), generateResolverTypes()]);
  const made = [client && 'Prisma client', types && 'resolver types'].filter(Boolean).join(' and ');
  writeFileSync(stamp, wanted);
  console.log(
    `${service}: ${made || 'nothing to generate'} in ${Math.round(performance.now() - started)} ms`,
  );
} catch (error) {
  console.error(`${service}: generation failed\n${error.stderr || error.stdout || error.stack || error}`);
  process.exit(1);
}
