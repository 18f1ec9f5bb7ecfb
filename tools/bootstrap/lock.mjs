// A lock between processes of one checkout. Needs nothing installed: the installation itself is under it.
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { isAlive, ownIdentity } from './processIdentity.mjs';

/** Creates the folder of locks; other users of the machine may enter it. */
function openLocks(state) {
  const folder = path.join(state, 'locks');
  for (const each of [state, folder]) {
    mkdirSync(each, { recursive: true });
    chmodSync(each, 0o755);
  }
  return folder;
}

/** Generations of a lock that are on disk, highest first. */
function generations(state, name) {
  const pattern = new RegExp(`^${name}\\.(\\d+)$`);
  return readdirSync(openLocks(state))
    .flatMap((file) => pattern.exec(file)?.slice(1).map(Number) ?? [])
    .sort((a, b) => b - a);
}

const isHolder = (value) =>
  typeof value?.pid === 'number' && typeof value.start === 'string' && typeof value.released === 'boolean';

function readHolder(file) {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined; // removed meanwhile
  }
}

export function lockHolder(state, name) {
  const [highest] = generations(state, name);
  if (highest === undefined) return undefined;
  const holder = readHolder(path.join(openLocks(state), `${name}.${highest}`));
  if (!holder || holder.released) return undefined;
  return isAlive(holder) || (holder.child && isAlive(holder.child)) ? holder : undefined;
}

/*
 * A lock is a row of generations `<name>.<n>`; the highest one counts. It is taken by linking the next number,
 * which is atomic; a released lock keeps its file, so numbers only grow, and only the holder of a higher one
 * removes lower ones. Two starters that find the same dead holder link the same number: one of them fails.
 */
export function takeLock(state, name) {
  const folder = openLocks(state);
  const fileOf = (generation) => path.join(folder, `${name}.${generation}`);
  const draft = path.join(folder, `draft-${name}-${process.pid}`);
  const holder = {
    ...ownIdentity(),
    since: new Date().toISOString(),
    command: process.argv.slice(1).join(' '),
  };
  const write = (value) => writeFileSync(draft, JSON.stringify({ ...holder, ...value }));
  const replace = (file, value) => {
    write(value);
    renameSync(draft, file);
  };
  write({ released: false });
  try {
    for (;;) {
      const by = lockHolder(state, name);
      if (by) return { kind: 'held', by };
      const mine = (generations(state, name)[0] ?? 0) + 1;
      try {
        linkSync(draft, fileOf(mine));
      } catch (error) {
        if (error.code === 'EEXIST') continue;
        throw error;
      }
      const [highest, ...lower] = generations(state, name);
      if (highest !== mine) {
        rmSync(fileOf(mine), { force: true });
        continue;
      }
      for (const generation of lower) rmSync(fileOf(generation), { force: true });
      return {
        kind: 'taken',
        extendTo: (child) => replace(fileOf(mine), { released: false, child }),
        release: () => replace(fileOf(mine), { released: true }),
      };
    }
  } finally {
    rmSync(draft, { force: true });
  }
}
