import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** Ticks of the processor's clock per second, as /proc counts. */
const TICKS = 100;
const COUNTS_TIMEOUT_MS = 10_000;

const countsSchema = z.object({
  name: z.string(),
  written: z.number(),
  statements: z.number(),
  texts: z.record(z.string(), z.number()),
});

/** What the system has used so far. */
export interface Usage {
  /** Milliseconds of the processor by service. */
  readonly cpuMs: ReadonlyMap<string, number>;
  /** Round trips to PostgreSQL by service. */
  readonly statements: ReadonlyMap<string, number>;
  /** How often each statement ran, by `service: text`. */
  readonly texts: ReadonlyMap<string, number>;
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
  readonly command: string;
}

function statOf(pid: number): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    // With the children that have ended: backends of PostgreSQL come and go.
    const ended = command.includes('bin/postgres ') ? (fields[13] ?? 0) + (fields[14] ?? 0) : 0;
    return { parent: fields[1] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) + ended, command };
  } catch {
    return undefined; // it has ended meanwhile
  }
}

/** What a process is, by its command. */
function nameOf(command: string): string {
  const service = /(?:subgraphs\/|\/)(\w[\w-]*)\/(?:dist\/)?main\.js/.exec(command)?.[1];
  if (service) return service;
  if (/^\S*postgres[ :]/.test(command)) return 'PostgreSQL';
  if (/^\S*java /.test(command)) return 'Kafka';
  if (command.includes('redis-server')) return 'Redis';
  return 'others';
}

/** The processes below `root`, which is not among them: it makes the load. Linux only. */
function below(root: number): Map<number, Stat> {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = statOf(Number(name));
        return stat ? [[Number(name), stat] as const] : [];
      }),
  );
  const isBelow = (pid: number): boolean => {
    const parent = all.get(pid)?.parent;
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return new Map([...all].filter(([pid]) => isBelow(pid)));
}

/** Lets the hook of every service write its counts. */
async function countsOf(pids: readonly number[], folder: string) {
  const read = (pid: number) => {
    const file = path.join(folder, `${pid}.json`);
    if (!existsSync(file)) return undefined;
    try {
      return countsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return undefined; // it is being written
    }
  };
  const before = new Map(pids.map((pid) => [pid, read(pid)?.written ?? 0]));
  for (const pid of pids) process.kill(pid, 'SIGUSR2');
  const deadline = Date.now() + COUNTS_TIMEOUT_MS;
  for (;;) {
    const now = pids.map((pid) => ({ pid, counts: read(pid) }));
    const missing = now.filter(({ pid, counts }) => (counts?.written ?? 0) <= (before.get(pid) ?? 0));
    if (missing.length === 0) return now.flatMap(({ counts }) => (counts ? [counts] : []));
    if (Date.now() > deadline) throw new Error(`no counts of ${missing.map(({ pid }) => pid).join(', ')}`);
    await pause(20);
  }
}

/** @param o.services processes of the services that run with the hook */
export async function usage(o: { services: readonly number[]; folder: string }): Promise<Usage> {
  const counts = await countsOf(o.services, o.folder);
  const cpuMs = new Map<string, number>();
  for (const { command, ticks } of below(process.pid).values()) {
    const name = nameOf(command);
    cpuMs.set(name, (cpuMs.get(name) ?? 0) + (ticks * 1_000) / TICKS);
  }
  return {
    cpuMs,
    statements: new Map(counts.map(({ name, statements }) => [name, statements])),
    texts: new Map(
      counts.flatMap(({ name, texts }) =>
        Object.entries(texts).map(([text, count]) => [`${name}: ${text}`, count] as const),
      ),
    ),
  };
}

/** What each used between two looks, per unit, the most first; nothing is left out. */
export function perUnit(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  units: number,
): [name: string, amount: number][] {
  return [...after]
    .map(([name, amount]): [string, number] => [
      name,
      (amount - (before.get(name) ?? 0)) / Math.max(1, units),
    ])
    .filter(([, amount]) => amount > 0)
    .sort((one, other) => other[1] - one[1]);
}
