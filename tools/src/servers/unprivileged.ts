import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { openFolder } from '../checkout/state.ts';

/** The user that servers run as; empty when we are not root, and they run as us. */
export interface ServerUser {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root; the others do not need to. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

const isOther = (user: ServerUser): user is { uid: number; gid: number } =>
  user.uid !== undefined && user.gid !== undefined;

/** Whether the user can enter a folder or execute a file; nearer to the truth than reading modes of all parents. */
export function canReach(user: ServerUser, file: string): boolean {
  return (
    !isOther(user) || spawnSync('test', ['-x', file], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  );
}

/** A private folder (0700) of the user. */
export function privateFolder(user: ServerUser, folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (isOther(user)) chownSync(folder, user.uid, user.gid);
  return folder;
}

/**
 * A folder of ours that the user can reach: the wanted one, or, where that lies below a folder closed to `nobody`
 * (a home of mode 0700), one in /var/tmp named by the wanted path.
 */
export function reachableFolder(user: ServerUser, wanted: string): string {
  openFolder(wanted);
  if (canReach(user, wanted)) return wanted;
  const digest = createHash('sha256').update(realpathSync(wanted)).digest('hex').slice(0, 16);
  const folder = path.join('/var/tmp', `nakku-${digest}`);
  openFolder(folder);
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) {
    throw new Error(`${folder} exists and is not ours: remove it`);
  }
  return folder;
}
