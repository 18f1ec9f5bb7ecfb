import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'prisma/config';

// One configuration for all services: SERVICE=orders npx prisma migrate dev
const service = process.env.SERVICE;
if (!service)
  throw new Error('Set SERVICE to a folder of prisma/, e.g. SERVICE=orders npx prisma migrate dev');

// The CLI wants its native schema engine for every command. Where that was never downloaded, a stand-in on
// the WebAssembly build serves it.
const engines = path.join(import.meta.dirname, 'node_modules/@prisma/engines');
const hasNativeEngine =
  existsSync(engines) && readdirSync(engines).some((name) => name.startsWith('schema-engine-'));
if (!hasNativeEngine) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(
    import.meta.dirname,
    'tools/prisma/schemaEngineWasm.mjs',
  );
}

/** The servers of `npm run servers` or `npm start`, when they run; their usual address otherwise. */
function postgresUrl(): string {
  const state = process.env.NAKKU_STATE ?? path.join(import.meta.dirname, '.nakku');
  const runFile = path.join(state, 'run.json');
  if (!existsSync(runFile)) return 'postgresql://postgres@127.0.0.1:15432';
  const run: unknown = JSON.parse(readFileSync(runFile, 'utf8'));
  if (
    typeof run === 'object' &&
    run !== null &&
    'postgresUrl' in run &&
    typeof run.postgresUrl === 'string'
  ) {
    return run.postgresUrl;
  }
  throw new Error(`${runFile} has no postgresUrl`);
}

export default defineConfig({
  schema: path.join('prisma', service, 'schema.prisma'),
  migrations: { path: path.join('prisma', service, 'migrations') },
  datasource: {
    url: process.env.DATABASE_URL ?? `${process.env.POSTGRES_URL ?? postgresUrl()}/nakku_${service}`,
  },
});
