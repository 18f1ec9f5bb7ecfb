import { existsSync } from 'node:fs';
import path from 'node:path';
import { SOURCE_ARGUMENTS } from '../../bootstrap/runtime.mjs';
import { startGuarded } from '../processes/guardedChild.ts';
import type { Ledger } from '../processes/ledger.ts';
import type { Installation, ServiceDefinition } from '../system/services.ts';
import { repositoryRoot } from '../checkout/state.ts';

/** Demo data of one subgraph, from source, so that `npx turbo dev` alone gives a shop; a second run changes nothing. */
export async function runSeedFromSource(o: {
  service: ServiceDefinition;
  installation: Installation;
  ledger: Ledger;
  log: (line: string) => void;
}): Promise<void> {
  const { service, installation, ledger, log } = o;
  const script = path.join(service.folder, 'src/commands/seed.ts');
  if (service.kind !== 'subgraph' || !existsSync(path.join(repositoryRoot, script))) return;
  const seed = startGuarded(
    {
      name: `seed-${service.name}`,
      command: process.execPath,
      args: [...SOURCE_ARGUMENTS, script],
      env: { ...process.env, ...service.environment(installation), LOG_LEVEL: 'warn', LOG_FORMAT: 'pretty' },
      cwd: repositoryRoot,
      output: 'inherit',
    },
    ledger,
  );
  const { code } = await seed.exited;
  if (code !== 0) log(`the demo data of ${service.name} was not written (code ${code})`);
}
