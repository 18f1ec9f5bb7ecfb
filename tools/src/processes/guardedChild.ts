import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger, StopSignal } from './ledger.ts';
import { signalGroup } from './ledger.ts';
import { isDiskFull } from './errorCode.ts';
import { startTimeOf } from './processIdentity.ts';

export interface ChildSpec {
  name: string;
  command: string;
  args: string[];
  /** Environment of the child, complete: nothing is added. */
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Log file that takes both outputs (a file, not a pipe: it outlives us); 'inherit' for our own terminal. */
  output: string | 'inherit';
  /** 'line': its standard input takes what `tell` says; nothing otherwise. */
  input?: 'line';
  stopSignal?: StopSignal;
  /** How long it may take to stop before it is killed. */
  graceMs?: number;
  uid?: number;
  gid?: number;
}

export interface ChildExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface GuardedChild {
  readonly pid: number;
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<ChildExit>;
  signal(signal: NodeJS.Signals): void;
  /** Writes a line to its standard input, where it has one. */
  writeLine(line: string): void;
  /** Asks it to stop, kills it after its grace time. */
  stop(): Promise<ChildExit>;
}

const DEFAULT_GRACE_MS = 8_000;

// The shell starts a watchdog and becomes the child by exec, so that there is no moment without one. The watchdog
// holds the read end of a pipe whose only writer is the launcher: its end, even by kill -9, is the end of the
// child. It is forked twice, or Postgres would take it for a backend of its own that died.
const GUARD = `
signal=$1 tries=$2; shift 2
( ( trap '' INT TERM HUP
    while read -r line; do [ "$line" = released ] && exit 0; done <&3
    kill -s "$signal" -- -$$; n=0
    while kill -0 $$ && [ $n -lt $tries ]; do sleep 0.1; n=$((n + 1)); done
    kill -s KILL -- -$$ ) >/dev/null 2>&1 </dev/null & )
exec "$@" 3<&-`;

/** The shell command that runs a program under a watchdog; its descriptor 3 must be a pipe from the launcher. */
export function guarded(
  program: string,
  args: readonly string[],
  o: { name: string; stopSignal: StopSignal; graceMs: number },
): { command: string; args: string[] } {
  const watchdog = [`guard-${o.name}`, o.stopSignal.slice('SIG'.length), String(Math.ceil(o.graceMs / 100))];
  return { command: '/bin/sh', args: ['-c', GUARD, ...watchdog, program, ...args] };
}

/** A full disk takes the log of a child, not the child. */
function openLog(file: string, append: boolean): number {
  try {
    return openSync(file, append ? 'a' : 'w');
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return openSync('/dev/null', 'w');
  }
}

/**
 * Starts a process that cannot outlive this one: in its own process group, in the ledger, under a watchdog.
 * @param append keep what the log file holds (a restart within one run)
 */
export function startGuarded(spec: ChildSpec, ledger: Ledger, append = false): GuardedChild {
  const { name, stopSignal = 'SIGTERM', graceMs = DEFAULT_GRACE_MS } = spec;
  const output = spec.output === 'inherit' ? 'inherit' : openLog(spec.output, append);
  const { command, args } = guarded(spec.command, spec.args, { name, stopSignal, graceMs });
  const child = spawn(command, args, {
    stdio: [spec.input === 'line' ? 'pipe' : 'ignore', output, output, 'pipe'],
    detached: true,
    env: spec.env,
    cwd: spec.cwd,
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  if (typeof output === 'number') closeSync(output);
  const { pid } = child;
  if (pid === undefined) {
    child.on('error', () => undefined); // reported by the throw
    throw new Error(`Cannot start ${name}: no shell in /bin/sh, or ${spec.cwd} is not open to its user`);
  }
  const line = child.stdio[3];
  if (!line || !('write' in line)) throw new Error(`${name} started without its watchdog's pipe`);
  line.on('error', () => undefined); // the watchdog may be gone first
  child.stdin?.on('error', () => undefined); // so may the child
  ledger.add({ name, pid, start: startTimeOf(pid) ?? 'ended', stopSignal, graceMs });
  let ended = false;
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      line.end('released\n');
      ledger.remove(pid);
      resolve({ code, signal });
    });
  });
  const stop = async (): Promise<ChildExit> => {
    if (!ended) signalGroup(pid, stopSignal);
    const deadline = new AbortController();
    await Promise.race([
      exited,
      pause(graceMs, undefined, { signal: deadline.signal }).catch(() => undefined),
    ]);
    deadline.abort();
    if (!ended) signalGroup(pid, 'SIGKILL');
    return exited;
  };
  return {
    pid,
    exited,
    stop,
    signal: (signal) => void (ended || process.kill(pid, signal)),
    writeLine: (text) => void child.stdin?.write(`${text}\n`),
  };
}
