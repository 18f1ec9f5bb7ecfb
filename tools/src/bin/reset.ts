// `nakku reset`: clears data, logs and keys. Fetched programs stay.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { refusal } from './consoleLines.ts';
import { openLedger } from '../processes/ledger.ts';
import { takeLock } from '../processes/lock.ts';
import { dockerResponds, removeFromDocker } from '../servers/docker.ts';
import { readRunFile, removeRunFile } from '../servers/runFile.ts';
import { removeServerData } from '../servers/startServers.ts';
import { stateFolder } from '../checkout/state.ts';
import { EXIT, command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command => command('reset').action(exits(reset));

async function reset(): Promise<number> {
  const state = stateFolder();
  for (const name of ['system', 'servers']) {
    const lock = takeLock(state, name);
    if (lock.kind === 'held') {
      console.error(
        refusal(name === 'system' ? 'The system' : 'The servers', state, lock.by, readRunFile(state)),
      );
      return EXIT.taken;
    }
    await openLedger(state, name).reap();
  }
  removeRunFile(state);
  removeServerData(state);
  for (const name of ['logs', 'payment-provider', 'secrets.json']) {
    rmSync(path.join(state, name), { recursive: true, force: true });
  }
  if (process.env.NAKKU_SERVERS !== 'embedded' && dockerResponds()) await removeFromDocker();
  console.log(`${state} is empty: the next start begins with new databases, topics and keys`);
  return 0;
}
