// `nakku migrate`: brings the database of every subgraph up to date, as each service does when it starts.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { migrate } from '@nakku/service';
import { initTelemetry } from '@nakku/telemetry';
import { runningInstallation } from '../system/runningInstallation.ts';
import { SUBGRAPHS, databaseUrl } from '../system/services.ts';
import { repositoryRoot, stateFolder } from '../checkout/state.ts';
import { command, exits } from './cli.ts';
import type { Command } from './cli.ts';

export const build = (): Command => command('migrate').action(exits(migrateAll));

async function migrateAll(): Promise<void> {
  initTelemetry({ service: 'migrate', logLevel: 'warn' });
  const installation = await runningInstallation(stateFolder());
  for (const name of SUBGRAPHS) {
    const folder = path.join(repositoryRoot, 'prisma', name, 'migrations');
    if (!existsSync(folder)) continue;
    const applied = await migrate(databaseUrl(installation, name), folder);
    console.log(
      `${name.padEnd(12)}${applied.length > 0 ? `applied ${applied.join(', ')}` : 'is up to date'}`,
    );
  }
}
