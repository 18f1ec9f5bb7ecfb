#!/usr/bin/env node
// Stand-in for Prisma's native `schema-engine`: the same arguments, the same JSON-RPC over standard input and
// output, on the WebAssembly build that npm carries. prisma.config.ts names it in PRISMA_SCHEMA_ENGINE_BINARY
// where no native engine was downloaded, so that the unmodified CLI works without its binary host.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import {
  connectionError,
  createDatabase,
  dropDatabase,
  emptyDatabase,
  reachDatabase,
  splitUrl,
} from './engineDatabases.mjs';
import { acceptCatalogueTypes, lastPanic, loadSchemaEngine, offlineVersion } from './wasmEngine.mjs';

const FLAGS_WITH_VALUE = new Set(['--enabled-preview-features', '--extension-types']);

function parseArguments(argv) {
  const parsed = { datamodels: [], datasource: {}, rest: [] };
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--datamodels') parsed.datamodels.push(argv[++i]);
    else if (argv[i] === '--datasource') parsed.datasource = JSON.parse(argv[++i]);
    else if (FLAGS_WITH_VALUE.has(argv[i])) i++;
    else parsed.rest.push(argv[i]);
  }
  return parsed;
}

const { datamodels, datasource, rest } = parseArguments(process.argv.slice(2));

if (rest[0] === '--version' || rest[0] === '-V') {
  const { enginesVersion } = createRequire(import.meta.url)('@prisma/engines-version');
  console.log(`schema-engine-cli ${enginesVersion ?? 'unknown'} (wasm)`);
  process.exit(0);
}
if (rest[0] === 'cli') await runDatabaseCommand(rest[1], datasource.url);

/** The engine's one-shot commands; the CLI skips the first log line and looks for ERROR lines after it. */
async function runDatabaseCommand(command, url) {
  const log = (level, message, fields = {}) => {
    const line = { timestamp: new Date().toISOString(), level, target: 'schema_engine::logger' };
    process.stderr.write(`${JSON.stringify({ ...line, fields: { message, ...fields } })}\n`);
  };
  log('INFO', 'Starting schema engine CLI');
  try {
    if (command === 'create-database') await createDatabase(url);
    else if (command === 'drop-database') await dropDatabase(url);
    else await reachDatabase(url);
    log('INFO', 'done');
    process.exit(0);
  } catch (error) {
    const { error_code, message } = connectionError(error, url);
    log('ERROR', message, { error_code, is_panic: false });
    process.exit(1);
  }
}

const { PrismaPg } = await import('@prisma/adapter-pg');
const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils');
const { SchemaEngine } = await loadSchemaEngine();
const shadowCleanups = new Set();

/**
 * adapter-pg 7.10's own connectToShadowDb() hands pg a connection string, which wins over the shadow's name:
 * the "shadow" would be the main database. This one always has a URL of its own.
 */
async function connectToShadow(main) {
  const given = datasource.shadowDatabaseUrl;
  const shadow = new URL(given ?? main.url);
  if (!given) shadow.pathname = `/prisma_migrate_shadow_db_${randomUUID()}`;
  await createDatabase(shadow.toString());
  if (given) await emptyDatabase(given);
  const { url, schema } = splitUrl(shadow.toString());
  const adapter = await new PrismaPg(
    { connectionString: url, max: 2 },
    { schema: schema ?? main.schema },
  ).connect();
  acceptCatalogueTypes(adapter);
  const cleanup = given ? async () => {} : () => dropDatabase(url);
  shadowCleanups.add(cleanup);
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    shadowCleanups.delete(cleanup);
    await cleanup();
  };
  return adapter;
}

/** Offline diffs construct the engine too: its one query for the version succeeds without a server. */
function reportVersionOffline(adapter) {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = (query) =>
    queryRaw(query).catch((error) => {
      if (!query.sql.includes("current_setting('server_version_num')")) throw error;
      return offlineVersion();
    });
}

let engine;
function schemaEngine() {
  engine ??= (async () => {
    const main = splitUrl(datasource.url ?? 'postgresql://nobody@127.0.0.1:1/none');
    // An idle time-out of 0 keeps the session that holds the advisory lock.
    const pool = { connectionString: main.url, max: 4, idleTimeoutMillis: 0 };
    const factory = new PrismaPg(pool, { schema: main.schema });
    const connect = factory.connect.bind(factory);
    factory.connectToShadowDb = () => connectToShadow(main);
    factory.connect = async () => {
      const adapter = await connect();
      acceptCatalogueTypes(adapter);
      reportVersionOffline(adapter);
      return adapter;
    };
    const files = datamodels.map((file) => [file, readFileSync(file, 'utf8')]);
    const log = (line) => process.env.DEBUG && process.stderr.write(`${line}\n`);
    const options = { datamodels: files.length > 0 ? files : undefined };
    return SchemaEngine.new(options, log, bindMigrationAwareSqlAdapterFactory(factory));
  })();
  return engine;
}

async function call(method, parameters) {
  switch (method) {
    case 'createDatabase':
      return createDatabase(parameters?.datasource?.url ?? datasource.url);
    case 'getDatabaseVersion':
      return (await schemaEngine()).version(parameters ?? null);
    case 'introspectSql': // overflows the stack inside the wasm build
      throw new Error('TypedSQL is not supported by the wasm schema engine: use $queryRaw');
    case 'ensureConnectionValidity':
      await reachDatabase(datasource.url).catch((error) => {
        const { error_code, message } = connectionError(error, datasource.url);
        throw Object.assign(new Error(message), { code: error_code });
      });
      return {};
    default: {
      const instance = await schemaEngine();
      if (typeof instance[method] !== 'function')
        throw new Error(`Unknown method of the schema engine: ${method}`);
      return instance[method](parameters);
    }
  }
}

const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

function failureOf(error) {
  const isPanic = error?.name === 'RuntimeError';
  const known = error?.user_facing_error ?? error;
  const message = isPanic ? lastPanic() || error.message : (known?.message ?? String(error));
  const code = known?.error_code ?? known?.code ?? null;
  return { is_panic: isPanic, message, meta: known?.meta ?? null, error_code: code };
}

let prints = 1_000_000;
async function respond({ id, method, params }) {
  try {
    const result = (await call(method, params)) ?? {};
    if (method === 'diff' && typeof result.stdout === 'string') {
      // The native engine prints a diff through a request of its own.
      write({ id: prints++, method: 'print', params: { content: result.stdout } });
      write({ id, result: { exitCode: result.exitCode, stdout: null } });
    } else write({ id, result });
  } catch (error) {
    const message = 'An error happened. Check the data field for details.';
    write({ id, error: { code: 4466, message, data: failureOf(error) } });
  }
}

let queue = Promise.resolve();
createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on('line', (line) => {
    if (!line.trim()) return;
    const message = JSON.parse(line);
    if (message.method) queue = queue.then(() => respond(message)); // the rest are replies to our prints
  })
  .on('close', () =>
    queue.then(async () => {
      for (const cleanup of shadowCleanups)
        await cleanup().catch((error) => process.stderr.write(`${error}\n`));
      process.exit(0);
    }),
  );
