// Asked by bootstrap before a build, from source: needs no other workspace.
import { stateFolder } from '../checkout/state.ts';
import { lockHolder } from '../processes/lock.ts';
import { CannotStart } from '../processes/cannotStart.ts';
import { readRunFile } from '../servers/runFile.ts';
import { SERVICE_NAMES, requireFreePorts, usualPorts } from '../system/ports.ts';
import { EXIT } from './cli.ts';
import { refusal } from './consoleLines.ts';
import { startCommand } from './startOptions.ts';
import type { StartOptions } from './startOptions.ts';

/**
 * Why `nakku start` could not start now: it runs already, or somebody has its ports.
 * @returns undefined when it may
 */
export async function mayStart(
  args: readonly string[],
): Promise<{ message: string; code: number } | undefined> {
  const state = stateFolder();
  const holder = lockHolder(state, 'system');
  if (holder) return { message: refusal('The system', state, holder, readRunFile(state)), code: EXIT.taken };
  const { without } = startCommand()
    .exitOverride()
    .parse([...args], { from: 'user' })
    .opts<StartOptions>();
  try {
    await requireFreePorts(
      usualPorts(),
      SERVICE_NAMES.filter((name) => !without.includes(name)),
    );
    return undefined;
  } catch (error) {
    if (error instanceof CannotStart) return { message: error.message, code: EXIT.failed };
    throw error;
  }
}
