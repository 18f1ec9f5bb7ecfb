import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fingerprint, isBuilt, rememberBuild } from '../../bootstrap/buildStamp.mjs';
import { repositoryRoot } from './state.ts';

/** What a clone would not have, and nobody needs. */
const LEFT_OUT = new Set(['node_modules', '.git', '.nakku', '.turbo', 'coverage']);

export interface CheckoutCopy {
  readonly root: string;
  remove(): void;
}

/** Packages are linked, not copied; our own workspaces among them lead into the copy. */
function linkModules(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name === '.cache') continue;
    const source = path.join(from, name);
    if (name === '.package-lock.json') cpSync(source, path.join(to, name));
    else if (name === '@nakku') linkModules(source, path.join(to, name));
    else symlinkSync(lstatSync(source).isSymbolicLink() ? readlinkSync(source) : source, path.join(to, name));
  }
}

/**
 * A copy of this checkout in a temporary folder, with what was generated and built, to change and break at will.
 * Installed packages are shared with it.
 */
export function copyCheckout(): CheckoutCopy {
  const root = mkdtempSync(path.join(tmpdir(), 'nakku-checkout-'));
  cpSync(repositoryRoot, root, {
    recursive: true,
    filter: (source) => !LEFT_OUT.has(path.basename(source)),
  });
  linkModules(path.join(repositoryRoot, 'node_modules'), path.join(root, 'node_modules'));
  for (const parent of ['packages', 'subgraphs', '.'])
    for (const name of readdirSync(path.join(repositoryRoot, parent))) {
      const modules = path.join(parent, name, 'node_modules');
      if (parent === '.' && name === 'node_modules') continue;
      if (existsSync(path.join(repositoryRoot, modules)))
        symlinkSync(path.join(repositoryRoot, modules), path.join(root, modules));
    }
  const types = 'node_modules/.cache/typecheck.tsbuildinfo';
  if (existsSync(path.join(repositoryRoot, types)))
    cpSync(path.join(repositoryRoot, types), path.join(root, types));
  // The build is known by times of files, which a copy keeps to the millisecond only.
  if (isBuilt(repositoryRoot)) rememberBuild(root, fingerprint(root));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
