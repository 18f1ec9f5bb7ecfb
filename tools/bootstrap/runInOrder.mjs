import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** A program that does not stop by then is killed. */
const GRACE_MS = 5_000;

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Runs a program to its end in a process group of its own. When this process is told to stop, the whole group is, and
 * this resolves when nothing of it is left.
 * @param onStarted called with the pid of the program
 * @returns {Promise<{ code: number | null, error?: Error, stoppedBy?: NodeJS.Signals }>}
 */
export function runInOrder(program, args, options, onStarted) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, detached: true });
    if (child.pid !== undefined) onStarted?.(child.pid);
    let stoppedBy;
    let timer;
    const stop = (signal) => {
      if (stoppedBy || child.pid === undefined) return;
      stoppedBy = signal;
      signalGroup(child, 'SIGTERM');
      timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    const end = (result) => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, stop);
      resolve({ ...result, ...(stoppedBy ? { stoppedBy } : {}) });
    };
    child.once('error', (error) => end({ code: null, error }));
    child.once('close', (code) => {
      if (stoppedBy) signalGroup(child, 'SIGKILL'); // what the program itself has left
      end({ code });
    });
  });
}
