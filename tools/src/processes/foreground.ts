import type { ProcessIdentity } from './process-identity.ts';
import { identityOf, isAlive, nameOf, parentOf } from './process-identity.ts';

const SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_MS = 500;
/** Ctrl-C reaches us from the terminal and once more from npm, which passes it on: within this time it is one. */
const SAME_REQUEST_MS = 1_000;

/**
 * The processes that npm put above a script: npm itself, and the shell between where there is one. Whoever kills
 * npm by SIGKILL means the script too, but npm cannot pass that on.
 */
function npmAbove(): ProcessIdentity[] {
  if (!process.env.npm_lifecycle_event) return [];
  const parent = process.ppid;
  const above = nameOf(parent)?.startsWith('npm') ? [parent] : [parent, parentOf(parent)];
  return above.flatMap((pid) => (pid === undefined || pid <= 1 ? [] : (identityOf(pid) ?? [])));
}

/**
 * Turns the first Ctrl-C (or SIGTERM, SIGHUP, or the death of npm above) into an abort, for a stop in good order;
 * a later one ends the process at once, and the watchdogs end its children.
 */
export function stopRequested(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const now = performance.now();
      if (firstAt !== undefined && now - firstAt > SAME_REQUEST_MS) process.exit(130);
      firstAt ??= now;
      controller.abort(signal);
    });
  }
  const above = npmAbove();
  if (above.length > 0) {
    const look = setInterval(() => {
      if (above.every(isAlive)) return;
      clearInterval(look);
      controller.abort('npm is gone');
    }, LOOK_MS);
    look.unref();
  }
  return controller.signal;
}

/** Resolves when the signal is aborted, and keeps the process alive until then. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const alive = setInterval(() => undefined, 1 << 30);
    const done = (): void => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
