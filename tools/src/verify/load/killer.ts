import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { rest } from '../../client/index.ts';
import type { ProcessIdentity } from '../../processes/processIdentity.ts';
import { isAlive } from '../../processes/processIdentity.ts';

/** Ends services the hard way, one after the other. */
export interface Killer {
  readonly names: readonly string[];
  /** kill -9; resolves when it runs again. @throws Error when it does not come back */
  kill(name: string, signal: AbortSignal): Promise<void>;
}

const RUNS_TIMEOUT_MS = 60_000;
const LOOK_MS = 100;

const ledgerSchema = z.array(z.looseObject({ name: z.string(), pid: z.number(), start: z.string() }));

/**
 * Kills services of the system that runs on this machine for a state folder. Its launcher keeps a ledger of their
 * processes there (`ledger-system.json`), and starts again what dies.
 * @throws Error when no system runs there
 */
export function localKiller(state: string): Killer {
  const file = path.join(state, 'ledger-system.json');
  const processes = (): (ProcessIdentity & { name: string })[] =>
    existsSync(file) ? ledgerSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).filter(isAlive) : [];
  const names = [...new Set(processes().map(({ name }) => name))].sort();
  if (names.length === 0)
    throw new Error(`No system of ${state} runs on this machine: --kill has nothing to kill`);

  async function running(
    name: string,
    signal: AbortSignal,
    butNot?: ProcessIdentity,
  ): Promise<ProcessIdentity> {
    const deadline = Date.now() + RUNS_TIMEOUT_MS;
    for (;;) {
      const found = processes().find((known) => known.name === name && known.pid !== butNot?.pid);
      if (found) return found;
      if (Date.now() > deadline)
        throw new Error(`${name} did not come back within ${RUNS_TIMEOUT_MS / 1_000} s`);
      await rest(LOOK_MS, signal);
    }
  }

  return {
    names,
    async kill(name, signal) {
      const victim = await running(name, signal);
      process.kill(victim.pid, 'SIGKILL');
      await running(name, signal, victim);
    },
  };
}

/**
 * When each of `count` kills is due, as shares of a run's progress: evenly spread, none at the very ends.
 * `killTimes(2)` is at one third and at two thirds.
 */
export function killTimes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index + 1) / (count + 1));
}
