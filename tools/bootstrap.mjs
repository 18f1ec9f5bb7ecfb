#!/usr/bin/env node
// The one entry of the root scripts. Needs nothing installed: it installs and builds what is missing, then hands
// over. `npm start` from a fresh clone is `node tools/bootstrap.mjs start`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint, isBuilt, rememberBuild } from './bootstrap/buildStamp.mjs';
import { isInstalled } from './bootstrap/installed.mjs';

const root = path.resolve(import.meta.dirname, '..');
const OLDEST_NODE = [20, 19];

/**
 * Run from source, so that they wait for no build. Those that need other workspaces are called with
 * --conditions=@nakku/source.
 */
const FROM_SOURCE = {
  servers: 'src/bin/servers.ts',
  'with-servers': 'src/bin/withServers.ts',
  reset: 'src/bin/reset.ts',
  dev: 'src/bin/dev.ts',
  'new:subgraph': 'src/bin/newSubgraph.ts',
  docs: 'src/codegen/docs.ts',
  compose: 'src/codegen/compose.ts',
  asyncapi: 'src/codegen/asyncApi.ts',
  'schema:check': 'src/bin/schemaCheck.ts',
};
const FROM_BUILD = {
  start: 'bin/start.js',
  seed: 'bin/seed.js',
  migrate: 'bin/migrate.js',
  secrets: 'bin/secrets.js',
  'schema:publish': 'bin/schemaPublish.js',
  'schema:usage': 'bin/schemaUsage.js',
  'gateway-config': 'codegen/gatewayConfig.js',
  manifest: 'bin/manifest.js',
  demo: 'bin/demo.js',
  load: 'bin/load.js',
  ops: 'bin/ops.js',
  chaos: 'bin/chaos.js',
};
/** Run by a file of the folder `bootstrap`, once all is built. */
const HERE = {
  test: 'test.mjs',
  'test:long': 'testLong.mjs',
  'authorization:matrix': 'authorizationMatrix.mjs',
};
const COMMANDS = [...Object.keys(FROM_SOURCE), ...Object.keys(FROM_BUILD), ...Object.keys(HERE), 'build'];

function fail(message) {
  console.error(message);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(
    `Nakku needs Node ${OLDEST_NODE.join('.')} or newer, this is ${process.versions.node}: https://nodejs.org`,
  );
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs a program in this terminal; ends this process when it fails. */
function step(what, program, args, env = {}) {
  const started = performance.now();
  console.error(what);
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    // What is asked for alone is on the standard output: it may be read by a program.
    stdio: ['inherit', process.stderr, 'inherit'],
    env: { ...process.env, ...env },
  });
  if (error) fail(`${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
  console.error(`${what}: done in ${seconds(started)}`);
}

function install() {
  if (isInstalled(root)) return;
  const npm = process.env.npm_execpath;
  const ci = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm) step('installing packages (npm ci)', process.execPath, [npm, ...ci]);
  else step('installing packages (npm ci)', 'npm', ci);
}

function build() {
  if (isBuilt(root)) return;
  const seen = fingerprint(root);
  const turbo = path.join(root, 'node_modules/.bin/turbo');
  const env = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  step('building', turbo, ['run', 'build', '--output-logs=errors-only'], env);
  rememberBuild(root, seen);
}

const [command = '', ...args] = process.argv.slice(2);
if (!COMMANDS.includes(command)) fail(`Use: node tools/bootstrap.mjs <${COMMANDS.join('|')}>`);
checkNode();
install();

async function hand(file) {
  if (!existsSync(file)) fail(`${path.relative(root, file)} is missing`);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}

if (Object.hasOwn(FROM_SOURCE, command)) {
  const { register } = await import('tsx/esm/api');
  register();
  await hand(path.join(import.meta.dirname, FROM_SOURCE[command]));
} else {
  build();
  if (Object.hasOwn(HERE, command)) await import(`./bootstrap/${HERE[command]}`);
  else if (command !== 'build') await hand(path.join(import.meta.dirname, 'dist', FROM_BUILD[command]));
}
