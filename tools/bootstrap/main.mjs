// Installs and builds what is missing, then hands over to the command.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint, isBuilt, rememberBuild } from './buildStamp.mjs';
import { COMMANDS, RENAMED } from './commands.mjs';
import { install } from './install.mjs';
import { runInOrder } from './runInOrder.mjs';
import { chooseNode, endWithParent, importSources, runAgain, runsWith } from './runtime.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const tools = path.join(root, 'tools');
const entry = path.join(tools, 'bootstrap.mjs');
const WRONG_USE = 2;

/** Files of this folder for the commands that are `script`s; `build` is done by then. */
const SCRIPTS = {
  test: 'test.mjs',
  'test:long': 'testLong.mjs',
  'authorization:matrix': 'authorizationMatrix.mjs',
  attack: 'attack.mjs',
};

function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs a program in this terminal; ends this process when it fails or somebody stops it. */
async function step(what, program, args, o = {}) {
  const started = performance.now();
  console.error(what);
  // What is asked for alone is on the standard output: it may be read by a program.
  const options = {
    cwd: root,
    stdio: ['ignore', process.stderr, 'inherit'],
    env: { ...process.env, ...o.env },
  };
  const { code, error, stoppedBy } = await runInOrder(program, args, options, o.onStarted);
  if (error || stoppedBy || code !== 0) o.undo?.();
  if (error) fail(`${what}: ${program} cannot be run (${error.message})`);
  if (stoppedBy) fail(`${what}: stopped`, 130);
  if (code !== 0) process.exit(code ?? 1);
  console.error(`${what}: done in ${seconds(started)}`);
}

/** What an interrupted installation leaves is of no use to anybody: `npm ci` begins by removing it. */
const removeModules = () => rmSync(path.join(root, 'node_modules'), { recursive: true, force: true });

async function npmCi(onStarted) {
  const npm = process.env.npm_execpath;
  const ci = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [program, args] = npm ? [process.execPath, [npm, ...ci]] : ['npm', ci];
  await step('installing packages (npm ci)', program, args, { undo: removeModules, onStarted });
}

async function build() {
  if (isBuilt(root)) return;
  const seen = fingerprint(root);
  const turbo = path.join(root, 'node_modules/.bin/turbo');
  const env = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  await step('building', turbo, ['run', 'build', '--output-logs=errors-only'], { env });
  rememberBuild(root, seen);
}

async function fromSource(file) {
  await importSources();
  return import(pathToFileURL(path.join(tools, 'src', file)).href);
}

/** @param {string[]} argv the command and its arguments */
async function handOver(file, argv) {
  if (!existsSync(file)) fail(`${path.relative(root, file)} is missing`);
  process.argv = [process.argv[0], file, ...argv];
  await import(pathToFileURL(file).href);
}

/** Workspaces resolve each other's source by this condition, which only a start of Node can set. */
async function withSources(argv) {
  const { code } = await runInOrder(process.execPath, ['--conditions=@nakku/source', entry, ...argv], {
    cwd: process.cwd(),
    stdio: 'inherit',
  });
  process.exit(code ?? 130);
}

export async function main(argv) {
  const [name = '--help', ...args] = argv;
  const isHelp = ['help', '--help', '-h'].includes(name);
  if (Object.hasOwn(RENAMED, name))
    fail(`\`${name}\` is called \`${RENAMED[name]}\` now: npm run ${RENAMED[name]}`, WRONG_USE);
  const command = COMMANDS.find((one) => one.name === name);
  if (!command && !isHelp)
    fail(
      `There is no command \`${name}\`. There are: ${COMMANDS.map((one) => one.name).join(', ')}`,
      WRONG_USE,
    );
  endWithParent();
  await install(root, { npmCi });
  const node = chooseNode(root);
  if (!runsWith(node)) return runAgain(node, entry, argv);
  const runs = command?.runs ?? 'source';
  const wantsHelp = args.includes('--help') || args.includes('-h');
  if (runs === 'workspaces' && !process.execArgv.includes('--conditions=@nakku/source'))
    return withSources(argv);
  if (runs === 'source' || runs === 'workspaces') {
    await importSources();
    return handOver(path.join(tools, 'src/bin/nakku.ts'), isHelp ? ['--help'] : argv);
  }
  if (name === 'start' && !wantsHelp && !isBuilt(root)) {
    // A build takes a minute: whoever cannot start afterwards should know before.
    const { mayStart } = await fromSource('bin/mayStart.ts');
    const refused = await mayStart(args);
    if (refused) fail(refused.message, refused.code);
  }
  await build();
  if (Object.hasOwn(SCRIPTS, name)) return import(`./${SCRIPTS[name]}`);
  if (name !== 'build') return handOver(path.join(tools, 'dist/bin/nakku.js'), argv);
}
