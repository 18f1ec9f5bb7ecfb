import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Names } from './names.ts';
import { renamed } from './names.ts';

/**
 * Copies the rooms of a small subgraph into the checkout under the new names.
 * @returns the files that were written, relative to the checkout
 * @throws Error when one of them exists; then none was written
 */
export function writeRooms(root: string, names: Names): string[] {
  const template = path.join(root, 'tools/templates/subgraph');
  const files = readdirSync(template, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((source) => ({ source, target: renamed(path.relative(template, source), names) }));
  const existing = files.find(({ target }) => existsSync(path.join(root, target)));
  if (existing) throw new Error(`${existing.target} exists already; nothing was written`);
  for (const { source, target } of files) {
    mkdirSync(path.dirname(path.join(root, target)), { recursive: true });
    writeFileSync(path.join(root, target), renamed(readFileSync(source, 'utf8'), names));
  }
  return files.map(({ target }) => target).sort();
}
