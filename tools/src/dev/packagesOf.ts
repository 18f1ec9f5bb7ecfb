import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from '../checkout/state.ts';

/** Imports and exports from elsewhere, but not those of types, which are gone when the program runs. */
const IMPORTED = /^(?:import|export) (?!type\s)(?:[^'";]*\sfrom )?['"]([^'"]+)['"]/gm;
const OURS = /^(@nakku\/[^/]+)(\/.*)?$/;

const SOURCE = '@nakku/source';
const manifestSchema = z.object({ exports: z.record(z.string(), z.object({ [SOURCE]: z.string() })) });

/** The source that stands behind an import of one of our packages. */
function sourceOf(name: string, within = ''): string {
  const folder = path.join(repositoryRoot, 'node_modules', name);
  const { exports } = manifestSchema.parse(
    JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')),
  );
  return path.join(folder, exports[`.${within}`]?.[SOURCE] ?? '');
}

/**
 * The installed packages that a program loads when it starts, by its own imports and those of our packages behind them, in the order
 * in which it names them.
 * @param entry its main file, relative to the repository
 */
export function packagesOf(entry: string): string[] {
  const packages = new Set<string>();
  const files = new Set([path.resolve(repositoryRoot, entry)]);
  for (const file of files) {
    if (!existsSync(file)) continue; // generated later, or a mistake that the program itself tells
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(IMPORTED)) {
      const ours = OURS.exec(name);
      if (name.startsWith('.')) files.add(path.join(path.dirname(file), name));
      else if (ours?.[1] !== undefined) files.add(sourceOf(ours[1], ours[2]));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return [...packages];
}
