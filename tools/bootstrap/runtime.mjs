// Which Node runs Nakku: version 24 or newer. A machine with an older one may start it: npm installs a Node 24 beside the
// other packages, and everything runs with that.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

const WANTED_MAJOR = 24;
const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0]);

/** The version that a Node says it is; undefined for one that does not run here, as on a system with another C library. */
function versionOf(node) {
  if (node === process.execPath) return process.version;
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** The Node that npm installs for this platform, an optional dependency: not every platform has one. */
const installedNode = (root) =>
  path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');

/**
 * The Node that commands run with. In scripts npm puts node_modules/.bin first in PATH, so that this process may run with
 * the installed Node already; `npm_node_execpath` is then the machine's own. `NAKKU_NODE=machine` keeps to that one.
 * @returns {string} path of the program
 */
export function chooseNode(root, env = process.env) {
  const installed = installedNode(root);
  const machines = env.npm_node_execpath ?? process.execPath;
  if (env.NAKKU_NODE === 'machine') return machines;
  const isCurrent = (node) => majorOf(versionOf(node) ?? 'v0') >= WANTED_MAJOR;
  if (
    realpathSync(machines) !== (existsSync(installed) ? realpathSync(installed) : '') &&
    isCurrent(machines)
  )
    return machines;
  if (existsSync(installed) && isCurrent(installed)) return installed;
  return machines;
}

/** Whether this process runs with that Node. */
export const runsWith = (node) => realpathSync(node) === realpathSync(process.execPath);

/** Node's arguments before a TypeScript file: sources of workspaces too, and tsx where Node itself does not strip types. */
export const SOURCE_ARGUMENTS = ['--conditions=@nakku/source', ...(stripsTypes() ? [] : ['--import', 'tsx'])];

/** Node 22 can, but warns of it. */
function stripsTypes() {
  return majorOf(process.version) >= WANTED_MAJOR && Boolean(process.features.typescript);
}

/** From here on this process can import TypeScript. */
export async function importSources() {
  if (stripsTypes()) return;
  const { register } = await import('tsx/esm/api');
  register();
}

/**
 * Runs this program again with another Node, in the same terminal, and ends as it ends. The other one is told to stop
 * when this one is; `endWithParent` sees to it when this one is killed.
 */
export function runAgain(node, entry, argv) {
  const child = spawn(node, [...process.execArgv, entry, ...argv], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  // Ctrl-C in a terminal reaches both; a second one would cut short what the first has begun.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(`${node} cannot be run (${error.message})`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** Stops this process when the one that ran it again is gone. */
export function endWithParent() {
  if (!process.connected) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
