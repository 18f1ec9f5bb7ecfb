// `npm run seed`: demo accounts, stores and products into the databases of the running servers.
import { openLedger } from '../processes/ledger.ts';
import { runningInstallation } from '../system/runningInstallation.ts';
import { runSeeds } from '../system/seeds.ts';
import { stateFolder } from '../checkout/state.ts';

const state = stateFolder();
try {
  const installation = await runningInstallation(state);
  const seeded = await runSeeds(installation, { state, ledger: openLedger(state, 'seed') });
  console.log(seeded.length > 0 ? `seeded ${seeded.join(', ')}` : 'no subgraph has a seed: npm run build');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
