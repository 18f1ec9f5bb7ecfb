import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { BYSTANDER } from './target.ts';

const figures = z.object({
  count: z.number(),
  failed: z.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});

export interface Figures {
  readonly count: number;
  readonly failed: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

/** A customer at another address, who goes on asking. */
export interface Bystander {
  /** What was seen since the last call. */
  figures(): Promise<Figures>;
  stop(): Promise<void>;
}

const EVERY_MS = 15;
/** Connections and caches are warm after that. */
const WARM_MS = 1_000;

export async function startBystander(url: string): Promise<Bystander> {
  const child = fork(
    path.join(import.meta.dirname, 'bystanderProcess.mjs'),
    [url, BYSTANDER, String(EVERY_MS)],
    { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const bystander: Bystander = {
    async figures() {
      const responded = once(child, 'message');
      child.send('figures');
      const { count, failed, p50, p95 } = figures.parse((await responded)[0]);
      return { count, failed, p50: p50 ?? Number.POSITIVE_INFINITY, p95: p95 ?? Number.POSITIVE_INFINITY };
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
  await pause(WARM_MS);
  await bystander.figures();
  return bystander;
}
