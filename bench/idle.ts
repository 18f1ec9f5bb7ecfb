// What a system costs that nobody uses: SQL transactions per second by database and CPU by process, of the system that
// `npm start` runs from this checkout. `npx tsx --conditions=@nakku/source bench/idle.ts [seconds]`. It fails if a bar is missed.
// CPU is read from /proc: on Linux only.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { stateFolder } from '../tools/src/checkout/state.ts';
import { readRunFile } from '../tools/src/servers/runFile.ts';

/** Bars for everything together: transactions per second, and percent of one core. */
const MAX_TRANSACTIONS = 15;
const MAX_CPU_PERCENT = 8;
/** Ticks of the processor's clock per second, as /proc counts. */
const TICKS = 100;

const seconds = Number(process.argv[2] ?? 30);
const state = stateFolder();
const run = readRunFile(state);
if (!run) throw new Error('Nothing runs here: npm start in another terminal');
const database = new pg.Client({ connectionString: run.postgresUrl, application_name: 'idle bench' });
await database.connect();

const started = z.array(z.object({ name: z.string(), pid: z.number() }));
const processes = readdirSync(state)
  .filter((file) => /^ledger-.*\.json$/.test(file))
  .flatMap((file) => started.parse(JSON.parse(readFileSync(path.join(state, file), 'utf8'))));

/** Committed and rolled back transactions so far; a statement on its own is one. */
async function transactions(): Promise<Map<string, number>> {
  // What a session did is added when it is idle for a moment, at the latest a second later.
  const { rows } = await database.query<{ name: string; count: number }>(
    `SELECT datname AS name, (xact_commit + xact_rollback)::float8 AS count FROM pg_stat_database
     WHERE datname LIKE 'nakku%'`,
  );
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** Parent and ticks of the processor by pid. */
function statOf(pid: string): { parent: number; ticks: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0] = [fields[1], fields[11], fields[12]];
    return { parent, ticks: user + system };
  } catch {
    return undefined; // it has ended meanwhile
  }
}

/** Ticks of each process and of all that it started. */
function cpu(): Map<string, number> {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [Number(pid), statOf(pid)] as const),
  );
  const nameOf = (pid: number): string | undefined => {
    const own = processes.find((one) => one.pid === pid)?.name;
    const parent = all.get(pid)?.parent;
    return own ?? (parent !== undefined && parent > 1 ? nameOf(parent) : undefined);
  };
  const sums = new Map<string, number>();
  for (const [pid, stat] of all) {
    const name = nameOf(pid);
    if (name !== undefined && stat) sums.set(name, (sums.get(name) ?? 0) + stat.ticks);
  }
  return sums;
}

const before = { transactions: await transactions(), cpu: cpu(), at: performance.now() };
await rest(seconds * 1_000);
const after = { transactions: await transactions(), cpu: cpu() };
const elapsed = (performance.now() - before.at) / 1_000;
await database.end();

/** Prints one row per name with what it used per second, and the sum. */
function report(unit: string, now: Map<string, number>, then: Map<string, number>, factor: number): number {
  const used = [...now].map(
    ([name, count]) => [name, ((count - (then.get(name) ?? 0)) * factor) / elapsed] as const,
  );
  const sum = used.reduce((total, [, amount]) => total + amount, 0);
  console.log(`\n${unit}`);
  for (const [name, amount] of [...used.sort((a, b) => b[1] - a[1]), ['all', sum] as const])
    console.log(`  ${name.padEnd(22)} ${amount.toFixed(1).padStart(7)}`);
  return sum;
}

const perSecond = report('SQL transactions per second', after.transactions, before.transactions, 1);
const percent = report('CPU, percent of one core', after.cpu, before.cpu, 100 / TICKS);
console.log(`\nbars: ${MAX_TRANSACTIONS} transactions per second, ${MAX_CPU_PERCENT} % of a core`);
process.exitCode = perSecond > MAX_TRANSACTIONS || percent > MAX_CPU_PERCENT ? 1 : 0;
