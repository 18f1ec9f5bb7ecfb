import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether node_modules holds what package-lock.json asks for, by comparing versions with the lock that npm keeps in
 * node_modules. Packages for other platforms are absent from it and do not count.
 */
export function isInstalled(root) {
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
