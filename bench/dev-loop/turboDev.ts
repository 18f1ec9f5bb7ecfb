import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { copyCheckout } from '../../tools/src/checkout/copyCheckout.ts';

const stateSchema = z.object({
  version: z.number(),
  supergraph: z.string(),
  problems: z.array(
    z.object({ places: z.array(z.object({ file: z.string(), line: z.number(), text: z.string() })) }),
  ),
});
export type SchemaState = z.infer<typeof stateSchema>;

/** `npx turbo dev` in a copy of the checkout, with its terminal and its gateway. */
export interface TurboDev {
  readonly pid: number;
  /** What the terminal shows so far. */
  terminal(): string;
  read(file: string): string;
  /** As an editor saves. @returns when, by `performance.now()` */
  save(file: string, text: string): number;
  /** The state that GraphiQL shows: resolves as soon as it differs from version `known`. */
  news(known?: number): Promise<SchemaState>;
  /** The gateway's response, as text. */
  execute(query: string): Promise<string>;
  isReady(): Promise<boolean>;
  /** Milliseconds from `since` until it holds. @throws Error when it does not within `timeoutMs`, or turbo has ended */
  until(
    what: string,
    holds: () => boolean | Promise<boolean>,
    since?: number,
    timeoutMs?: number,
  ): Promise<number>;
  stop(): Promise<void>;
}

const PORT = 14_000;
const GATEWAY = `http://127.0.0.1:${PORT}`;
const TIMEOUT_MS = 60_000;
const LOOK_MS = 15;
const SHOWN_AT_FAILURE = 3_000;

/** Servers of its own, whatever the environment offers. */
const OWN = {
  NODE_OPTIONS: '',
  POSTGRES_URL: '',
  KAFKA_BROKERS: '',
  REDIS_URL: '',
  NAKKU_SERVERS: 'embedded',
  NAKKU_STATE: '.nakku',
  GATEWAY_PORT: String(PORT),
  SUBGRAPH_PORT_BASE: String(PORT),
  NO_COLOR: '1',
  TURBO_TELEMETRY_DISABLED: '1',
};

/** What cannot be asked yet does not hold. */
async function holdsNow(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await holds();
  } catch {
    return false;
  }
}

export function startTurboDev(): TurboDev {
  const copy = copyCheckout();
  const at = (file: string): string => path.join(copy.root, file);
  const turbo = spawn(at('node_modules/.bin/turbo'), ['dev'], {
    cwd: copy.root,
    detached: true,
    env: { ...process.env, ...OWN, NAKKU_STATE: at('.nakku') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let shown = '';
  for (const stream of [turbo.stdout, turbo.stderr])
    stream.on('data', (chunk: Buffer) => (shown += String(chunk)));
  const hasEnded = (): boolean => turbo.exitCode !== null || turbo.signalCode !== null;
  const exited = new Promise((resolve) => turbo.once('exit', resolve));

  return {
    pid: turbo.pid ?? 0,
    terminal: () => shown,
    read: (file) => readFileSync(at(file), 'utf8'),
    save(file, text) {
      const now = performance.now();
      writeFileSync(at(file), text);
      return now;
    },
    news: async (known = 0) =>
      stateSchema.parse(await (await fetch(`${GATEWAY}/explorer/schema/${known}.json`)).json()),
    async execute(query) {
      const response = await fetch(`${GATEWAY}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return response.text();
    },
    isReady: async () => (await fetch(`${GATEWAY}/ready`)).ok,
    async until(what, holds, since = performance.now(), timeoutMs = TIMEOUT_MS) {
      const deadline = performance.now() + timeoutMs;
      while (!(await holdsNow(holds))) {
        const why = hasEnded() ? 'turbo ended before' : `not within ${timeoutMs / 1_000} s`;
        if (hasEnded() || performance.now() > deadline)
          throw new Error(
            `${why}: ${what}\n${shown.replaceAll(/^.*INFO: answered.*\n/gm, '').slice(-SHOWN_AT_FAILURE)}`,
          );
        await pause(LOOK_MS);
      }
      return performance.now() - since;
    },
    async stop() {
      if (turbo.pid !== undefined && !hasEnded()) {
        process.kill(-turbo.pid, 'SIGINT');
        await exited;
      }
      copy.remove();
    },
  };
}
