// `nakku dev`: the servers and every service from source, as tasks of turbo.
import path from 'node:path';
import { aborted, stopRequested } from '../processes/foreground.ts';
import { startGuarded } from '../processes/guardedChild.ts';
import { openLedger } from '../processes/ledger.ts';
import { repositoryRoot, stateFolder } from '../checkout/state.ts';
import { command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command =>
  command('dev').argument('[turbo...]', 'more arguments for turbo').action(exits(dev));

async function dev(more: readonly string[]): Promise<number> {
  const stop = stopRequested();
  const ledger = openLedger(stateFolder(), 'dev');
  await ledger.reap();
  const turbo = startGuarded(
    {
      name: 'turbo',
      command: path.join(repositoryRoot, 'node_modules/.bin/turbo'),
      args: ['run', 'servers', 'dev', '--env-mode=loose', ...more],
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
      cwd: repositoryRoot,
      output: 'inherit',
      stopSignal: 'SIGINT',
      graceMs: 15_000, // turbo stops its tasks meanwhile
    },
    ledger,
  );
  const ended = await Promise.race([aborted(stop), turbo.exited]);
  await turbo.stop();
  ledger.close();
  return stop.aborted ? 0 : (ended?.code ?? 1);
}
