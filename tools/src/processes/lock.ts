import { linkSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { openFolder } from '../checkout/state.ts';
import { isAlive, ownIdentity } from './processIdentity.ts';
import { codeOf } from './errorCode.ts';

const holderSchema = z.object({
  pid: z.number(),
  start: z.string(),
  since: z.string(),
  command: z.string(),
  released: z.boolean(),
});
export type Holder = z.infer<typeof holderSchema>;

export type LockResult = { kind: 'taken'; release(): void } | { kind: 'held'; by: Holder };

const folderOf = (state: string): string => path.join(state, 'locks');

/** Generations of a lock that are on disk, highest first. */
function generations(state: string, name: string): number[] {
  const pattern = new RegExp(`^${name}\\.(\\d+)$`);
  return readdirSync(openFolder(folderOf(state)))
    .flatMap((file) => pattern.exec(file)?.slice(1).map(Number) ?? [])
    .sort((a, b) => b - a);
}

function readHolder(file: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // removed meanwhile
  }
}

/** Who holds the lock now; undefined when it is free or its holder died. */
export function lockHolder(state: string, name: string): Holder | undefined {
  const [highest] = generations(state, name);
  if (highest === undefined) return undefined;
  const holder = readHolder(path.join(folderOf(state), `${name}.${highest}`));
  return holder && !holder.released && isAlive(holder) ? holder : undefined;
}

/**
 * Takes a lock that survives its holder's death without anyone ever deleting a live one.
 *
 * A lock is a row of generations `<name>.<n>`; the highest one counts. It is taken by linking the next number,
 * which is atomic; a released lock keeps its file, so numbers only grow, and only the holder of a higher one
 * removes lower ones. Two starters that find the same dead holder link the same number: one of them fails.
 */
export function takeLock(state: string, name: string): LockResult {
  const folder = openFolder(folderOf(state));
  const fileOf = (generation: number): string => path.join(folder, `${name}.${generation}`);
  const draft = path.join(folder, `draft-${name}-${process.pid}`);
  const holder = {
    ...ownIdentity(),
    since: new Date().toISOString(),
    command: process.argv.slice(1).join(' '),
  };
  const write = (file: string, released: boolean): void =>
    writeFileSync(file, JSON.stringify({ ...holder, released }));
  write(draft, false);
  try {
    for (;;) {
      const by = lockHolder(state, name);
      if (by) return { kind: 'held', by };
      const mine = (generations(state, name)[0] ?? 0) + 1;
      try {
        linkSync(draft, fileOf(mine));
      } catch (error) {
        if (codeOf(error) === 'EEXIST') continue;
        throw error;
      }
      const [highest, ...lower] = generations(state, name);
      if (highest !== mine) {
        rmSync(fileOf(mine), { force: true });
        continue;
      }
      for (const generation of lower) rmSync(fileOf(generation), { force: true });
      return { kind: 'taken', release: () => releaseLock(fileOf(mine), draft, write) };
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function releaseLock(file: string, draft: string, write: (file: string, released: boolean) => void): void {
  write(draft, true);
  renameSync(draft, file);
}
