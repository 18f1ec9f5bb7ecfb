import type { InvariantTargets } from '../verify/invariants/databases.ts';
import { readRunFile } from '../servers/runFile.ts';
import type { RunFile } from '../servers/runFile.ts';
import { DEFAULT_PORT_BASE, SUBGRAPHS } from './services.ts';

const DATABASE_PREFIX = 'nakku_';

/** Where the public API of this machine is: as told, else where the system of the state folder runs, else as usual. */
export function gatewayUrlOf(state: string, told: string | undefined): string {
  return told ?? readRunFile(state)?.gatewayUrl ?? `http://127.0.0.1:${DEFAULT_PORT_BASE}`;
}

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

/** Whether the public API answers. */
export async function answers(gatewayUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${gatewayUrl}/live`, { signal: AbortSignal.timeout(3_000) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** What to say when it does not. */
export const notRunning = (gatewayUrl: string): string =>
  `Nakku does not run: nothing answers at ${gatewayUrl}. Start it with \`npm start\` in another terminal and wait for "Nakku is ready".`;
