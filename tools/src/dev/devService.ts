import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { watch } from 'chokidar';
import type { ChildExit, GuardedChild } from '../processes/guardedChild.ts';
import type { Ledger } from '../processes/ledger.ts';
import { localAddress } from '../system/serviceSpecs.ts';
import type { Installation, ServiceDefinition } from '../system/services.ts';
import { repositoryRoot } from '../checkout/state.ts';
import type { Consequences } from './consequences.ts';
import { consequencesOf, generatedFor, together, watchedFor } from './consequences.ts';
import { schemaProblem } from './schemaProblem.ts';
import { createWarmProcess } from './warmProcess.ts';

export interface DevService {
  /** Stops watching, then the service. */
  stop(): Promise<void>;
}

/** An editor may write several files. */
const DEBOUNCE_MS = 30;
const LOOK_MS = 40;
/** A service that does not stop in time loses nothing: what it had in hand is done again. */
const GRACE_MS = 1_500;
/** What a developer waits for, a start and a swap, has the cores for itself before types are generated… */
const SWAP_MS = 700;
/** … and before the next start is prepared. */
const CALM_MS = 1_500;
/** Generation is nice to whatever else runs. */
const LOW_PRIORITY = 19;

/**
 * Runs a service from source and starts it again when a file is saved that it is made from. A service that ends by
 * itself waits for the next save; a schema that it could not start with leaves it running.
 */
export async function startDevService(o: {
  service: ServiceDefinition;
  installation: Installation;
  ledger: Ledger;
  log: (line: string) => void;
}): Promise<DevService> {
  const { service, installation, ledger, log } = o;
  const address = localAddress(service, installation);
  const environment = {
    ...process.env,
    ...service.environment(installation),
    SHUTDOWN_GRACE_MS: String(GRACE_MS - 500),
    LOG_FORMAT: process.env.LOG_FORMAT ?? 'pretty',
    ...(process.env.NO_COLOR ? {} : { FORCE_COLOR: process.env.FORCE_COLOR ?? '1' }),
  };
  let child: GuardedChild | undefined;
  let stopped = false;

  const next = createWarmProcess({
    name: service.name,
    main: path.join(service.folder, service.source),
    env: environment,
    graceMs: GRACE_MS,
    ledger,
  });

  function reportExit(of: GuardedChild, { code, signal }: ChildExit): void {
    if (stopped || of !== child) return;
    child = undefined;
    log(`${service.name} ended (${signal ?? `code ${code}`}); it starts again when a file is saved`);
  }

  async function start(since: number): Promise<void> {
    const mine = next.start();
    child = mine;
    void mine.exited.then((exit) => reportExit(mine, exit));
    while (address !== undefined && !(await isLive(address))) {
      if (stopped || child !== mine) return;
      await pause(LOOK_MS);
    }
    log(`${service.name} is live after ${((performance.now() - since) / 1_000).toFixed(2)} s`);
  }

  async function stopChild(): Promise<void> {
    const old = child;
    child = undefined;
    await old?.stop();
  }

  /** Who worked on a service saves again. Those of everybody else need no memory for a quicker start. */
  const isOwn = (file: string): boolean => !file.startsWith('packages/');

  async function warmUp(): Promise<void> {
    await pause(CALM_MS, undefined, { ref: false });
    if (!stopped) next.prepare();
  }

  async function generateBeside(): Promise<void> {
    await pause(SWAP_MS, undefined, { ref: false });
    if (!stopped) await generate(generatedFor(service));
  }

  async function act(consequences: Consequences, files: readonly string[], since: number): Promise<void> {
    const problem =
      consequences.schema && service.kind === 'subgraph' ? schemaProblem(service.name) : undefined;
    if (problem !== undefined) {
      log(`${problem}\n${service.name} goes on with the schema that it has`);
      return;
    }
    if (consequences.generate === 'first') await generate(generatedFor(service));
    if (consequences.restart && !stopped) {
      log(`${service.name} starts again: ${files.join(', ')}`);
      next.prepare(); // while the old one stops
      await stopChild();
      if (!stopped) await start(since);
      if (files.some(isOwn)) void warmUp();
    }
    if (consequences.generate === 'beside') void generateBeside();
  }

  const saved = new Map<string, Consequences>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let savedAt = 0;

  async function actOnSaved(): Promise<void> {
    while (saved.size > 0 && !stopped) {
      const all = together([...saved.values()]);
      const files = [...saved.keys()];
      saved.clear();
      await act(all, files, savedAt).catch((error: unknown) => log(String(error)));
    }
    running = undefined;
  }

  const watcher = watch(
    watchedFor(service).map((one) => path.join(repositoryRoot, one)),
    { ignoreInitial: true, ignored: /\/(node_modules|dist|\.turbo|test)(\/|$)/ },
  );
  watcher.on('all', (_, file) => {
    const relative = path.relative(repositoryRoot, file);
    const consequences = consequencesOf(relative, service);
    if (!consequences.restart && consequences.generate === 'no') return;
    if (saved.size === 0) savedAt = performance.now();
    saved.set(relative, consequences);
    clearTimeout(timer);
    timer = setTimeout(() => (running ??= actOnSaved()), DEBOUNCE_MS);
  });
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  await start(performance.now());

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await watcher.close();
      await Promise.all([child?.stop(), next.stop()]);
      await running;
    },
  };
}

async function isLive(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/live`, { signal: AbortSignal.timeout(1_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // does not listen yet
  }
}

/** Generated types and Prisma client; the program says itself what it made or what is wrong. */
function generate(name: string): Promise<void> {
  const child = spawn(process.execPath, [path.join(repositoryRoot, 'tools/generate.mjs'), name], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
  if (child.pid !== undefined) setPriority(child.pid, LOW_PRIORITY);
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
