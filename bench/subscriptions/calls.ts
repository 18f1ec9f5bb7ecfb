import { fork } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';

/** What a process of the benchmark can be asked, by name. */
export type Methods = Readonly<Record<string, (argument: unknown) => unknown>>;

/** Another process of the benchmark, as this one uses it. */
export interface Part {
  /** Throws what the method threw, and if the process dies before it has responded. */
  call<Result>(method: string, result: z.ZodType<Result>, argument?: unknown): Promise<Result>;
  /** Ends the process. */
  stop(): Promise<void>;
}

/** Nothing that is asked here takes longer. */
const responseTimeoutMs = 240_000;

const callSchema = z.object({ id: z.number(), method: z.string(), argument: z.unknown().optional() });
const responseSchema = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.string().optional(),
});

/** For the called process: responds to its parent, and exits with it. */
export function serveCalls(methods: Methods): void {
  const respond = async (message: unknown): Promise<void> => {
    const { id, method, argument } = callSchema.parse(message);
    try {
      const run = methods[method];
      if (!run) throw new Error(`there is no method ${method}`);
      process.send?.({ id, result: await run(argument) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? error.stack : String(error) });
    }
  };
  process.on('message', (message) => void respond(message));
  process.on('disconnect', () => process.exit());
}

/** Types are stripped where Node can, as `npm start` runs sources: tsx would name each closure while it is made. */
const loader = Reflect.get(process.features, 'typescript') ? [] : ['--import', 'tsx'];

/** Starts `file`, one of this folder, as a process of its own. */
export function startPart(file: string, nodeOptions: readonly string[] = []): Part {
  const child = fork(path.join(import.meta.dirname, file), {
    execArgv: ['--conditions=@nakku/source', ...loader, '--expose-gc', ...nodeOptions],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let calls = 0;
  child.on('message', (message) => {
    const { id, result, error } = responseSchema.parse(message);
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(`${file}: ${error}`));
    waiting.delete(id);
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended: ${String(code ?? signal)}`));
  });
  return {
    async call(method, result, argument) {
      calls += 1;
      const id = calls;
      const finished = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
      child.send({ id, method, argument });
      const late = setTimeout(() => {
        waiting.get(id)?.reject(new Error(`${file} did not respond ${method}`));
      }, responseTimeoutMs);
      try {
        return result.parse(await finished);
      } finally {
        clearTimeout(late);
      }
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

export const nothing = z.unknown().transform(() => undefined);
