// `nakku seed`: demo accounts, stores and products into the databases of the running servers.
import { openLedger } from '../processes/ledger.ts';
import { runningInstallation } from '../system/runningInstallation.ts';
import { runSeeds } from '../system/seeds.ts';
import { stateFolder } from '../checkout/state.ts';
import { command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command =>
  command('seed').action(
    exits(async () => {
      const state = stateFolder();
      const installation = await runningInstallation(state);
      const seeded = await runSeeds(installation, { state, ledger: openLedger(state, 'seed') });
      console.log(
        seeded.length > 0 ? `seeded ${seeded.join(', ')}` : 'no subgraph has a seed: npm run build',
      );
    }),
  );
