import path from 'node:path';
import type { GuardedChild } from '../processes/guardedChild.ts';
import { startGuarded } from '../processes/guardedChild.ts';
import { SOURCE_ARGUMENTS } from '../../bootstrap/runtime.mjs';
import type { Ledger } from '../processes/ledger.ts';
import { repositoryRoot } from '../checkout/state.ts';
import { packagesOf } from './packagesOf.ts';

/** A developer's service does little: a young generation of this size saves 35 MB of 165, for ten services. */
const SMALL = '--max-semi-space-size=2';

/** Who has not saved for so long has gone on to something else. */
const KEPT_MS = 5 * 60_000;

/** The process in which a service starts next. */
export interface WarmProcess {
  /**
   * Begins to load what no save changes, which takes most of a start; it is kept for some minutes. Does nothing when it
   * has begun.
   */
  prepare(): void;
  /** Starts the service, in what was prepared if there is something. */
  start(): GuardedChild;
  stop(): Promise<void>;
}

export function createWarmProcess(o: {
  name: string;
  /** Main file, relative to the repository. */
  main: string;
  env: NodeJS.ProcessEnv;
  graceMs: number;
  ledger: Ledger;
}): WarmProcess {
  const { name, main, env, graceMs, ledger } = o;
  let prepared: GuardedChild | undefined;
  let kept: NodeJS.Timeout | undefined;

  function prepare(): GuardedChild {
    if (prepared) return prepared;
    const script = path.join(import.meta.dirname, 'serviceProcess.ts');
    const child = startGuarded(
      {
        name,
        command: process.execPath,
        args: [...SOURCE_ARGUMENTS, SMALL, script, main, ...packagesOf(main)],
        env,
        cwd: repositoryRoot,
        input: 'line',
        output: 'inherit',
        graceMs,
      },
      ledger,
    );
    prepared = child;
    kept = setTimeout(() => void child.stop(), KEPT_MS).unref();
    void child.exited.then(() => {
      if (prepared === child) prepared = undefined;
    });
    return child;
  }

  return {
    prepare: () => void prepare(),
    start() {
      const child = prepare();
      clearTimeout(kept);
      prepared = undefined;
      child.writeLine('start');
      return child;
    },
    async stop() {
      await prepared?.stop();
    },
  };
}
