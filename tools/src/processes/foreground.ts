import type { ProcessIdentity } from './processIdentity.ts';
import { identityOf, isAlive, nameOf, parentOf } from './processIdentity.ts';

const SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_MS = 500;
/** Ctrl-C reaches us from the terminal and once more from npm, which passes it on: within this time it is one. */
const SAME_REQUEST_MS = 1_000;

const FARTHEST = 8;

/** The processes above this one, nearest first. */
function ancestors(): { pid: number; name: string }[] {
  const chain: { pid: number; name: string }[] = [];
  let pid: number | undefined = process.ppid;
  while (pid !== undefined && pid > 1 && chain.length < FARTHEST) {
    chain.push({ pid, name: nameOf(pid) ?? '' });
    pid = parentOf(pid);
  }
  return chain;
}

/**
 * How many of the processes above belong to the command that somebody typed, nearest first: up to turbo; else npm, or
 * the shell between and npm. Whoever kills them by SIGKILL means this process too, but they cannot pass that on.
 * @param names of the processes above, nearest first
 */
export function belongingTo(names: readonly string[]): number {
  const turbo = names.findIndex((name) => name.startsWith('turbo'));
  if (turbo >= 0) return turbo + 1;
  return names[0]?.startsWith('npm') ? 1 : 2;
}

function commandAbove(): ProcessIdentity[] {
  if (!process.env.npm_lifecycle_event) return [];
  const chain = ancestors();
  return chain
    .slice(0, belongingTo(chain.map(({ name }) => name)))
    .flatMap(({ pid }) => identityOf(pid) ?? []);
}

/**
 * Turns the first Ctrl-C (or SIGTERM, SIGHUP, or the death of the command above) into an abort, for a stop in good order;
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
  const above = commandAbove();
  if (above.length > 0) {
    const look = setInterval(() => {
      if (above.every(isAlive)) return;
      clearInterval(look);
      controller.abort('the command above is gone');
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
