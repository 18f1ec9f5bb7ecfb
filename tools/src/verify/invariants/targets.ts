import type { RunFile } from '../../servers/runFile.ts';
import { SUBGRAPHS } from '../../system/services.ts';
import type { InvariantTargets } from './databases.ts';

const DATABASE_PREFIX = 'nakku_';

/**
 * Databases, broker and provider of the system that runs for a state folder.
 * @returns undefined when none runs there, or one without a payment provider
 */
export function targetsOf(run: RunFile | undefined): InvariantTargets | undefined {
  const providerUrl = run?.services['payment-provider'];
  if (!run || providerUrl === undefined) return undefined;
  return {
    databaseUrl: (subgraph) => {
      if (!SUBGRAPHS.includes(subgraph)) throw new Error(`${subgraph} has no database`);
      return `${run.postgresUrl}/${DATABASE_PREFIX}${subgraph}`;
    },
    providerUrl,
    kafkaBrokers: run.kafkaBrokers,
    topicPrefix: '',
  };
}
