import { existsSync } from 'node:fs';
import path from 'node:path';
import { startGuarded } from '../processes/guardedChild.ts';
import type { Ledger } from '../processes/ledger.ts';
import { logTail } from '../processes/logTail.ts';
import type { Installation, ServiceDefinition, ServiceName } from './services.ts';
import { SERVICES } from './services.ts';
import { logFileOf, repositoryRoot } from '../checkout/state.ts';

/**
 * Runs `dist/commands/seed.js` of every subgraph (of those given) that has one, all at once; each is idempotent.
 * @returns the names of those that ran
 * @throws Error with the end of its output when one fails
 */
export async function runSeeds(
  installation: Installation,
  o: { state: string; ledger: Ledger; services?: readonly ServiceDefinition[] },
): Promise<ServiceName[]> {
  const seeded = (o.services ?? SERVICES)
    .filter(({ kind }) => kind === 'subgraph')
    .flatMap((service) => {
      const script = path.join(repositoryRoot, service.folder, 'dist/commands/seed.js');
      return existsSync(script) ? [{ service, script }] : [];
    });
  await Promise.all(
    seeded.map(async ({ service, script }) => {
      const output = logFileOf(o.state, `seed-${service.name}`);
      const child = startGuarded(
        {
          name: `seed-${service.name}`,
          command: process.execPath,
          args: ['--enable-source-maps', script],
          env: { ...process.env, ...service.environment(installation) },
          cwd: repositoryRoot,
          output,
        },
        o.ledger,
      );
      const { code, signal } = await child.exited;
      if (code !== 0) {
        throw new Error(
          `The seed of ${service.name} failed (${signal ?? code}), ${output}:\n${logTail(output)}`,
        );
      }
    }),
  );
  return seeded.map(({ service }) => service.name);
}
