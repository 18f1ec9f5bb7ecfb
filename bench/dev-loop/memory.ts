import { readFileSync, readdirSync } from 'node:fs';

/** A file of /proc; empty when its process has ended meanwhile. */
function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function parentOf(pid: number): number {
  const stat = readOf(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** Proportional memory of a process and all below it, bytes: a page that several share counts once. Linux only. */
export function memoryBelow(pid: number): number {
  const running = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(running.map((name) => [Number(name), parentOf(Number(name))]));
  const isBelow = (one: number | undefined): boolean =>
    one !== undefined && (one === pid || isBelow(parents.get(one)));
  return [...parents.keys()]
    .filter(isBelow)
    .reduce(
      (sum, one) => sum + Number(/^Pss: +(\d+)/m.exec(readOf(one, 'smaps_rollup'))?.[1] ?? 0) * 1_024,
      0,
    );
}
