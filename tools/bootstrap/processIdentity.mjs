// Which process holds a pid: told apart from a later one with the same pid by the start time that the kernel keeps.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const hasProc = existsSync('/proc/self/stat');

// Fields of /proc/<pid>/stat after the name, which may hold blanks.
const STATE = 0;
const PARENT = 1;
const START = 19;

function factsFromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const start = fields[START];
    if (fields[STATE] === 'Z' || start === undefined) return undefined;
    return {
      parent: Number(fields[PARENT]),
      start,
      name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    };
  } catch {
    return undefined; // no such process
  }
}

/** Reads the line of `ps -o stat=,ppid=,lstart=,comm=`: `Ss 1 Fri Nov 20 13:00:01 2026 /bin/sh`. */
export function factsOfPsLine(line) {
  const [state = '', parent, ...rest] = line.trim().split(/\s+/);
  const start = rest.slice(0, 5).join(' ');
  if (state === '' || state.startsWith('Z') || start === '') return undefined;
  return { parent: Number(parent), start, name: rest.slice(5).join(' ').split('/').at(-1) ?? '' };
}

/** macOS has no /proc: `ps` reports the start time to the second. */
function factsFromPs(pid) {
  const args = ['-o', 'stat=,ppid=,lstart=,comm=', '-p', String(pid)];
  try {
    return factsOfPsLine(
      execFileSync('ps', args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }),
    );
  } catch {
    return undefined;
  }
}

const factsOf = (pid) => (hasProc ? factsFromProc(pid) : factsFromPs(pid));

export const startTimeOf = (pid) => factsOf(pid)?.start;

export const parentOf = (pid) => factsOf(pid)?.parent;

export const nameOf = (pid) => factsOf(pid)?.name;

export function identityOf(pid) {
  const start = startTimeOf(pid);
  return start === undefined ? undefined : { pid, start };
}

export function ownIdentity() {
  const identity = identityOf(process.pid);
  if (!identity) throw new Error('Cannot read the start time of this process: neither /proc nor ps responds');
  return identity;
}

export const isAlive = (process) => startTimeOf(process.pid) === process.start;
