import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** The checkout: `tools/src` and `tools/dist` lie at the same depth. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../../..');

/** Where a run keeps data, logs, locks and keys: `NAKKU_STATE`, else `.nakku` in the checkout. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env.NAKKU_STATE ?? path.join(repositoryRoot, '.nakku'));
}

/** Creates a folder that other users of the machine may enter: servers started by root run as `nobody`. */
export function openFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

/** The log file of one child; its folder is created. */
export function logFileOf(state: string, name: string): string {
  return path.join(openFolder(path.join(state, 'logs')), `${name}.log`);
}
