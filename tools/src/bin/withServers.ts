// `nakku with-servers -- <command>`: throw-away PostgreSQL, Kafka and Redis on free ports for one command.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { describeEvent } from './consoleLines.ts';
import { aborted, stopRequested } from '../processes/foreground.ts';
import { startGuarded } from '../processes/guardedChild.ts';
import { openLedger } from '../processes/ledger.ts';
import { lockHolder, takeLock } from '../processes/lock.ts';
import { createSupervisor } from '../processes/supervisor.ts';
import { writeRunFile } from '../servers/runFile.ts';
import { removeServerData, serverEnvironment, startServers } from '../servers/startServers.ts';
import { EXIT, command, exits } from './cli.ts';
import type { Command } from './cli.ts';

const PREFIX = 'nakku-throw-away-';
const YOUNG_MS = 60_000; // one that has its folder, but not yet its lock

/** Removes what killed runs left on the disk; their processes ended with them. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const { uid, mtimeMs } = statSync(folder);
    if (uid !== process.getuid?.() || Date.now() - mtimeMs < YOUNG_MS || lockHolder(folder, 'servers'))
      continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withServers(program: string, args: readonly string[]): Promise<number> {
  const stop = stopRequested();
  removeLeftovers();
  const state = mkdtempSync(path.join(tmpdir(), PREFIX));
  takeLock(state, 'servers');
  const ledger = openLedger(state, 'servers');
  const onEvent = (event: Parameters<typeof describeEvent>[0]): void => {
    if (event.kind !== 'ready' || event.restarted) console.error(describeEvent(event));
  };
  const supervisor = createSupervisor({ ledger, onEvent });
  try {
    const log = (line: string): void => console.error(line);
    const servers = await Promise.race([
      startServers({ state, supervisor, throwAway: true, log }),
      aborted(stop),
    ]);
    if (!servers) return EXIT.interrupted;
    writeRunFile(state, { ...servers.urls, services: {} });
    const env = { ...process.env, ...serverEnvironment(servers.urls), NAKKU_STATE: state };
    const child = startGuarded(
      { name: 'command', command: program, args: [...args], env, cwd: process.cwd(), output: 'inherit' },
      ledger,
    );
    void aborted(stop).then(() => child.stop());
    const { code, signal } = await child.exited;
    await servers.stop();
    return code ?? 128 + (signal ? constants.signals[signal] : 0);
  } finally {
    await supervisor.stopAll();
    removeServerData(state);
    rmSync(state, { recursive: true, force: true });
  }
}

export const build = (): Command =>
  command('with-servers')
    .argument('<command>', 'runs with POSTGRES_URL, KAFKA_BROKERS, REDIS_URL and NAKKU_STATE')
    .argument('[arguments...]')
    .passThroughOptions()
    .action(exits(withServers));
