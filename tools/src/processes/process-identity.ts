import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** A process, told apart from a later one with the same pid by the start time that the kernel keeps. */
export interface ProcessIdentity {
  pid: number;
  start: string;
}

const hasProc = existsSync('/proc/self/stat');
const START_TIME_FIELD = 19; // counted after the name, which may hold blanks

function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[START_TIME_FIELD];
  } catch {
    return undefined; // no such process
  }
}

/** macOS has no /proc: `ps` tells state and start time to the second. */
function startFromPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line.startsWith('Z') ? undefined : line.slice(line.indexOf(' ')).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The start time of a running process in the kernel's own notation; undefined when it is gone or a zombie. */
export function startTimeOf(pid: number): string | undefined {
  return hasProc ? startFromProc(pid) : startFromPs(pid);
}

export function identityOf(pid: number): ProcessIdentity | undefined {
  const start = startTimeOf(pid);
  return start === undefined ? undefined : { pid, start };
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  const identity = identityOf(process.pid);
  if (!identity) throw new Error('Cannot read the start time of this process: neither /proc nor ps answers');
  return identity;
}

export const isAlive = (process: ProcessIdentity): boolean => startTimeOf(process.pid) === process.start;
