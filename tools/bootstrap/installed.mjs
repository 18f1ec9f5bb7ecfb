import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** There while packages are being installed, and for ever after an installation that was interrupted. */
export const interruptedMark = (root) => path.join(root, '.nakku/installing');

/**
 * Whether node_modules holds what package-lock.json asks for, by comparing versions with the lock that npm keeps in
 * node_modules. Packages for other platforms are absent from it and do not count.
 */
export function isInstalled(root) {
  // npm removes packages in no order, so what it keeps of them may be wrong.
  if (existsSync(interruptedMark(root))) return false;
  const hidden = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([place, { version, link, optional, devOptional, peer }]) => {
    if (!place.includes('node_modules/')) return true; // a workspace, or the root
    const found = present[place];
    if (!found) return optional === true || devOptional === true || peer === true;
    return link === true || found.version === version;
  });
}
