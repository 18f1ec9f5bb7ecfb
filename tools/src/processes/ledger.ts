import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { openFolder } from '../checkout/state.ts';
import { isAlive } from './processIdentity.ts';
import { codeOf, isDiskFull } from './errorCode.ts';

const stopSignalSchema = z.enum(['SIGTERM', 'SIGINT']);
export type StopSignal = z.infer<typeof stopSignalSchema>;

const entrySchema = z.object({
  name: z.string(),
  pid: z.number(),
  start: z.string(),
  stopSignal: stopSignalSchema,
  /** How long it may take to stop before it is killed. */
  graceMs: z.number(),
});
export type LedgerEntry = z.infer<typeof entrySchema>;

/** The children that a launcher has running, on disk, so that the next launcher can end what a dead one left. */
export interface Ledger {
  add(entry: LedgerEntry): void;
  remove(pid: number): void;
  /** Ends what an earlier launcher left running. Call it once, holding the lock. Returns the names it ended. */
  reap(): Promise<string[]>;
  /** Removes the file: nothing runs any more. */
  close(): void;
}

/** Signals a child together with what it started itself (every child leads a process group). */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

async function end(entries: LedgerEntry[]): Promise<void> {
  for (const entry of entries) if (isAlive(entry)) signalGroup(entry.pid, entry.stopSignal);
  const deadline = Date.now() + Math.max(0, ...entries.map((entry) => entry.graceMs));
  while (entries.some(isAlive) && Date.now() < deadline) await pause(20);
  for (const entry of entries) if (isAlive(entry)) signalGroup(entry.pid, 'SIGKILL');
}

export function openLedger(state: string, name: string): Ledger {
  const file = path.join(openFolder(state), `ledger-${name}.json`);
  const entries = new Map<number, LedgerEntry>();
  let isReported = false;
  /** Watchdogs end the children in any case: that the ledger cannot be written is no reason to end what runs. */
  const save = (): void => {
    try {
      writeFileSync(`${file}.new`, JSON.stringify([...entries.values()], null, 1));
      renameSync(`${file}.new`, file);
      isReported = false;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      if (!isReported) console.error(`The disk of ${state} is full: make room, what runs goes on`);
      isReported = true;
    }
  };
  return {
    add(entry) {
      entries.set(entry.pid, entry);
      save();
    },
    remove(pid) {
      if (entries.delete(pid)) save();
    },
    async reap() {
      if (!existsSync(file)) return [];
      const left = z
        .array(entrySchema)
        .parse(JSON.parse(readFileSync(file, 'utf8')))
        .filter(isAlive);
      await end(left);
      rmSync(file, { force: true });
      return left.map((entry) => entry.name);
    },
    close() {
      rmSync(file, { force: true });
    },
  };
}
